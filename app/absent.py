"""Words of a question that no document holds, and the words that they may be meant for."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Collection

from indexes.builds import Builds
from indexes.catalog import Catalog
from indexes.errors import LibraryError
from indexes.lexical import Lexical
from indexes.query import Permitted
from indexes.words import STOP_WORDS, content_words, stem, words

LONG = 7
"""Letters from which on another first letter may be a slip too: shorter words become others."""

_TOKEN = re.compile(r"\w+")
_ASKING = STOP_WORDS | {"many", "much", "often", "ever", "us", "me", "s", "t"}

log = logging.getLogger(__name__)


class Absent:
    """Looks words up in the index of words. May be shared between threads."""

    def __init__(self, catalog: Catalog, builds: Builds) -> None:
        self._catalog = catalog
        self._builds = builds
        self._lock = threading.Lock()
        self._opened: tuple[str, Lexical] | None = None

    def words(
        self, question: str, allowed: Collection[str], everything: Collection[str]
    ) -> dict[str, str]:
        """Word as asked -> the nearest word that the documents hold, '' where none is near.

        Only words that no allowed document holds. allowed: ids of the documents that were searched;
        everything: of all that the person may see, so that a word of theirs is not called misspelt.
        """
        lexical = self._lexical()
        if lexical is None or not allowed:
            return {}
        permitted = Permitted.of(allowed, lexical.ranges)
        known = Permitted.of(everything, lexical.ranges)
        found: dict[str, str] = {}
        for token in dict.fromkeys(_TOKEN.findall(question)):
            word = "".join(words(token))
            asked = stem(word)
            if word in _ASKING or lexical.holds(asked, permitted):
                continue
            near = [] if lexical.holds(asked, known) else lexical.suggest(asked, permitted)
            near = [each for each in near if each[:1] == asked[:1] or len(asked) >= LONG]
            found[token] = self._whole(near[0], lexical, permitted) if near else ""
        return found

    def _whole(self, stemmed: str, lexical: Lexical, permitted: Permitted) -> str:
        """A word of the documents that has this stem, as it is written."""
        for window_id in lexical.holding([stemmed], permitted)[:1].tolist():
            for window in self._catalog.windows([window_id], permitted.documents).values():
                for text in (window.spoken, *window.headings):
                    for word in content_words(text):
                        if stem(word) == stemmed:
                            return word
        return stemmed

    def _lexical(self) -> Lexical | None:
        """That of the current build; None where there is none, or it cannot be opened."""
        build_id = self._catalog.build_id()
        with self._lock:
            if not build_id or (self._opened and self._opened[0] == build_id):
                return self._opened[1] if build_id and self._opened else None
            try:
                self._opened = (build_id, self._builds.open(build_id).lexical)
            except LibraryError as error:  # the next question meets it again, and tells it
                log.warning("Words are not looked up: %s", error)
                return None
            return self._opened[1]
