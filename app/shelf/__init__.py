"""What people do with the documents of their library: name, tag, move, replace, remove, undo."""

from app.shelf.shelf import Binned, Shelf
from app.shelf.storage import Storage
from app.shelf.view import View, arranged, collections, kinds, tags

__all__ = [
    "Binned",
    "Shelf",
    "Storage",
    "View",
    "arranged",
    "collections",
    "kinds",
    "tags",
]
