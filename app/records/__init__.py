"""Conversations, their answers, and what people think of them, kept in the library's database."""

from app.records.codec import from_json, to_json
from app.records.documents import FORGOTTEN
from app.records.opinions import Opinion
from app.records.store import TITLE_CHARS, Conversation, Records

__all__ = [
    "FORGOTTEN",
    "TITLE_CHARS",
    "Conversation",
    "Opinion",
    "Records",
    "from_json",
    "to_json",
]
