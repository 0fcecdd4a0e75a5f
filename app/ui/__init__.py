"""The page: two screens in the browser. Thin: questions, documents and chats live outside it."""
