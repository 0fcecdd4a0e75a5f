"""How Footnote's own weights were made; nothing that a user runs imports this."""
