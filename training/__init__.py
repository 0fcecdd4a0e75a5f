"""How Footnote's own weights were made; nothing that a user runs imports this.

The examples look as Footnote's own prompts look, so that this may import app, and app never this.
`training.chat` needs one package more: `pip install -r training/requirements.txt`.
"""
