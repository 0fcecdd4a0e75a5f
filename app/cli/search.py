"""The verb `search`, for one question or a file of them."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.cli.batch import BatchQuestion, checked_question, print_replies
from app.cli.explained import print_explained
from app.cli.output import counted, indented, note, one_line, print_json
from app.cli.question import require_documents
from app.cli.values import MOST_HITS
from app.contract_search import ExplainedJson, SearchJson, explained_json, search_json
from app.explain import to_budget, version_name
from app.settings import Settings
from indexes.errors import QuestionError
from indexes.scope import Scope

if TYPE_CHECKING:
    from app.build import Footnote
    from indexes.retrieve import Search
    from indexes.types import Hit


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted. k: most hits. budget: characters of all hits together; None: any number."""

    k: int
    scope: Scope
    budget: int | None = None
    explain: bool = False
    as_json: bool = False


def wish(arguments: Namespace, settings: Settings) -> Wish:
    """What the words of the command line ask for; a budget alone does not limit the hits."""
    scope = Scope(
        arguments.collection,
        tuple(arguments.document),
        tuple(arguments.type),
        arguments.since,
        arguments.until,
    )
    k = settings.hits if arguments.budget is None else MOST_HITS
    if arguments.k is not None:
        k = arguments.k
    return Wish(k, scope, arguments.budget, arguments.explain, arguments.json)


def search(footnote: Footnote, text: str, wanted: Wish) -> int:
    """Print up to k windows of text, best first."""
    text = checked_question(text)
    found = _searched(footnote, text, wanted, _allowed(footnote, wanted.scope))
    if wanted.as_json:
        print_json(_json(found, wanted))
        return 0
    for line in found.notes:
        note(line)
    hits = found.hits
    if wanted.explain:
        print_explained(found, text)
    else:
        hits = footnote.retriever.joined(hits)
        for rank, hit in enumerate(hits, start=1):
            _print_hit(rank, hit)
    note(f"{counted(len(hits), 'hit')} in {found.timings_ms['total']:.0f} ms")
    return 0


def search_batch(footnote: Footnote, file: str, wanted: Wish) -> int:
    """Print one line of JSON for each question of the file."""
    places = {wanted.scope: _allowed(footnote, wanted.scope)}

    def found(asked: BatchQuestion) -> SearchJson | ExplainedJson:
        scope = replace(wanted.scope, collection=asked.collection or wanted.scope.collection)
        if scope not in places:
            places[scope] = _allowed(footnote, scope)
        return _json(_searched(footnote, asked.text, wanted, places[scope]), wanted)

    return print_replies(file, found)


def _json(found: Search, wanted: Wish) -> SearchJson | ExplainedJson:
    return explained_json(found) if wanted.explain else search_json(found)


def _searched(footnote: Footnote, text: str, wanted: Wish, allowed: frozenset[str]) -> Search:
    """The search; to a budget, what follows one another is joined: so it would be read."""
    found = footnote.search(text, wanted.k, allowed, wanted.explain)
    if wanted.budget is None:
        return found
    cut = to_budget(found, wanted.budget)
    return replace(cut, hits=footnote.retriever.joined(cut.hits))


def _allowed(footnote: Footnote, scope: Scope) -> frozenset[str]:
    """Ids of the documents to look in; raises an error unless there are any."""
    require_documents(footnote, scope.collection)
    held = footnote.allowed(footnote.actor, scope.collection)
    allowed = replace(scope, collection=None).ids(footnote.catalog, held)
    if not allowed:
        raise QuestionError("No document fits all of these filters; leave one of them out.")
    return allowed


def _print_hit(rank: int, hit: Hit) -> None:
    window = hit.window
    version = f" ({one_line(version_name(hit.version))})" if hit.version else ""
    print(
        f"{rank}. {one_line(window.document.name)}{version}, page {window.page}, "
        f"characters {window.start}-{window.end} ({hit.stage} {hit.score:.2f})"
    )
    if window.headings:
        print(f"    {one_line(' > '.join(window.headings))}")
    print(indented(window.text), end="\n\n")
