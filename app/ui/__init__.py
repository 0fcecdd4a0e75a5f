"""The page: the screens in the browser. Thin: questions, documents and chats live outside it."""
