"""Find requests, information and imported cases by what either side keeps them under.

Source: docs/reference/store.md, "File numbers".
"""

from collections.abc import Sequence

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.usecases.casework.imported_case import ImportedCase
from servanda.usecases.ports.records import searched_words
from servanda.usecases.reading.views import StatementView, view_of, with_filings
from servanda.usecases.services import Services

MAX_FOUND = 200  # rows; who wants more of them must ask more closely


def find_statements(text: str, *, services: Services) -> tuple[StatementView, ...]:
    """Return the requests and information whose file numbers or titles hold `text`, newest first.

    Args:
        text: A part of a file number of ours or theirs, or of a title; letter case and
            spaces do not matter.
        services: The node's ports.

    Raises:
        InvalidInputError: There is nothing to look for.
    """
    _require_words(text)
    store = services.store
    pairs = {origin: pair for pair in store.pairs() for origin in (pair.own, pair.own.reverse)}
    about = dict.fromkeys(one.about for one in store.find_filings(text, limit=MAX_FOUND))
    known = [facts for leaf_hash in about if (facts := store.facts(leaf_hash)) is not None]
    views = [view_of(facts, pairs[facts.origin], store=store) for facts in known]
    newest_first = sorted(
        views, key=lambda view: (view.sent_at is not None, view.sent_at, view.index), reverse=True
    )
    return with_filings(newest_first, store=store)


def find_imported(text: str, *, services: Services) -> Sequence[ImportedCase]:
    """Return the imported cases, closed ones too, whose file numbers or title hold `text`.

    Args:
        text: As for `find_statements`.
        services: The node's ports.

    Raises:
        InvalidInputError: There is nothing to look for.
    """
    wanted = _require_words(text)
    return [
        case
        for case in services.store.imported_cases(with_closed=True)
        if any(
            wanted in searched_words(kept)
            for kept in (case.file_number, case.their_file_number, case.title)
        )
    ][:MAX_FOUND]


def _require_words(text: str) -> str:
    words = searched_words(text)
    if not words:
        raise InvalidInputError(Fault("", expect(Expected.SEARCHED), Found.NOTHING))
    return words
