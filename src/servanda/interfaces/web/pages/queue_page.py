"""The queue: requests of both sides, chosen by filters that stand in the address.

The page reads one page of rows and never all: what follows is read from where it ended.

Source: docs/spec/desk.md, "Queue".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from servanda.core.desk.case_filters import (
    VALUES,
    CaseFilter,
    Field,
    InvalidFilterError,
    parse_filters,
    written_filters,
)
from servanda.core.desk.case_order import CaseOrder, InvalidPlaceError, parse_order, parse_place
from servanda.core.identifiers import PartyId, digest_from_hash
from servanda.interfaces.language import text
from servanda.interfaces.queue_words import ClockWords, clock_words_of, filter_words, order_words
from servanda.interfaces.web.pages.door import form, page
from servanda.interfaces.web.pages.visit import Visit, language_of
from servanda.interfaces.web.requests.addresses import request_address
from servanda.usecases.casework.list_cases import CaseQuestion, CaseRow, list_cases
from servanda.usecases.casework.searches import MAX_WORDS, keep_search, searched_for
from servanda.usecases.services import Services, require_node

_PATH: Final = "/queue"
_USUAL: Final = "is:open"
_NONE: Final = " "  # keeps a list without filters from being taken for the usual one


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One request on the page.

    Attributes:
        row: The request, with its title and file numbers where the reader may read them.
        clock: Its clocks in words.
        path: Of the page of the request.
        files: Whose file number it is, and the number.
    """

    row: CaseRow
    clock: ClockWords
    path: str
    files: Sequence[tuple[PartyId, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that can be chosen, as a link or in a list.

    Attributes:
        words: What it is called.
        query: The address that it leads to; of a filter to add, what is sent.
        is_chosen: Whether it holds now.
        other: The address that turns a filter round; empty for all else.
        is_not: Whether it is a filter that leaves out.
    """

    words: str
    query: str
    is_chosen: bool = False
    other: str = ""
    is_not: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        now: By our clock.
        rows: Of this page.
        count: How many requests the list has.
        is_capped: Whether it has more.
        chips: The filters that hold; each leads to the list without it.
        addable: Filters that can be added, by what they look at.
        orders: In which the list can be read.
        next_query: The address of the next page; empty on the last.
        first_query: The address of the first page; empty on it.
        filters: As they stand in the address.
        order: Likewise.
        search: The name under which the search is kept; empty without one.
        words: What is searched for.
        may_search: Whether the reader may search, and reads titles.
        query: The address of the page as it is, without its language.
        problem: Why the filters in the address do not hold; empty if they do.
    """

    party: PartyId
    mode: str
    now: datetime
    rows: Sequence[QueueRow]
    count: int
    is_capped: bool
    chips: Sequence[Choice]
    addable: Sequence[Choice]
    orders: Sequence[Choice]
    next_query: str
    first_query: str
    filters: str
    order: str
    search: str
    words: str
    may_search: bool
    query: str
    problem: str


@page("queue")
def queue_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_queue_page(visit)


@form("search-queue")
def search_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Keep what is searched for, and lead to the list of what has it."""
    words = request.POST.get("words", "")[:MAX_WORDS]
    name = ""
    if words.strip():
        name = keep_search(words, person=services.acting.actor.name, services=services)
    asked = _Asked(
        filters=request.POST.get("filter", ""), order=request.POST.get("order", ""), search=name
    )
    return HttpResponseRedirect(f"{_PATH}?{asked.query(lang=language_of(request))}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What an address asks of the queue, as it stands there."""

    filters: str = ""
    order: str = ""
    search: str = ""
    after: str = ""

    def query(self, **more: str) -> str:
        """Return the address of this; what is usual is left out of it."""
        members = {
            **more,
            "filter": self.filters or _NONE,
            "order": "" if self.order == CaseOrder.DUE else self.order,
            "search": self.search,
            "after": self.after,
        }
        return urlencode({name: value for name, value in members.items() if value})


def read_queue_page(visit: Visit) -> QueuePage:
    """Return what the page shows now."""
    services, language = visit.services, visit.language
    node = require_node(services)
    question, asked, problem = _question(visit)
    found = list_cases(question, reads_bodies=visit.reads_bodies, services=services)
    following = "" if found.next_place is None else str(found.next_place)
    return QueuePage(
        party=node.party,
        mode=node.mode,
        now=found.now,
        rows=[_row(row, now=found.now, language=language) for row in found.rows],
        count=found.count,
        is_capped=found.is_capped,
        chips=[*_chips(question.filters, asked, language=language)],
        addable=[*_addable(question.filters, visit)],
        orders=[
            Choice(
                words=order_words(order, language=language),
                query=replace(asked, order=order, after="").query(lang=language),
                is_chosen=order is question.order,
            )
            for order in CaseOrder
        ],
        next_query=replace(asked, after=following).query(lang=language) if following else "",
        first_query=replace(asked, after="").query(lang=language) if asked.after else "",
        filters=asked.filters,
        order=asked.order,
        search=asked.search,
        words=question.search,
        may_search=visit.reads_bodies,
        query=asked.query(),
        problem=problem,
    )


def _question(visit: Visit) -> tuple[CaseQuestion, _Asked, str]:
    """Return what the address asks, in its one form, and what is wrong with it."""
    asked, language = visit.query, visit.language
    line = asked.get("filter", _USUAL)
    added = asked.get("add", "")
    if added:
        line = f"{line} {'-' if asked.get('not') else ''}{added}"
    order = parse_order(asked.get("order", ""))
    problem, after, filters = "", None, parse_filters(_USUAL)
    try:
        filters = parse_filters(line)
        after = parse_place(asked["after"]) if asked.get("after") else None
    except (InvalidFilterError, InvalidPlaceError):
        problem = text(
            "This address asks for a list that there is not; the open requests are shown.",
            language=language,
        )
    search = asked.get("search", "")
    words = searched_for(search, person=visit.actor.name, services=visit.services)
    if search and not words and not problem:
        problem = text("This search is over. Search again.", language=language)
    written = _Asked(
        filters=written_filters(filters),
        order=order,
        search=search if words else "",
        after="" if after is None else str(after),
    )
    return CaseQuestion(filters=filters, search=words, order=order, after=after), written, problem


def _row(row: CaseRow, *, now: datetime, language: str) -> QueueRow:
    case = row.listed.case
    return QueueRow(
        row=row,
        clock=clock_words_of(row.listed, now=now, language=language),
        path=request_address(
            case.own.to_party, digest_from_hash(case.leaf_hash), language=language
        ),
        files=[(one.origin.from_party, one.file_number) for one in row.filed if one.file_number],
    )


def _chips(filters: Sequence[CaseFilter], asked: _Asked, *, language: str) -> Iterator[Choice]:
    """Yield the filters that hold, each with the list without it and the one turned round."""
    first = replace(asked, after="")
    for one in filters:
        others = [other for other in filters if other != one]
        turned = written_filters([*others, replace(one, is_not=not one.is_not)])
        rest = written_filters(others)
        yield Choice(
            words=filter_words(one, language=language),
            query=replace(first, filters=rest).query(lang=language),
            other=replace(first, filters=turned).query(lang=language),
            is_not=one.is_not,
            is_chosen=True,
        )


def _addable(filters: Sequence[CaseFilter], visit: Visit) -> Iterator[Choice]:
    """Yield the filters that a list can be narrowed by, but those that hold already."""
    parties = sorted({pair.own.to_party for pair in visit.services.store.pairs()})
    values: Mapping[Field, Sequence[str]] = {
        **{field: sorted(known) for field, known in VALUES.items()},
        Field.WITH: parties,
    }
    held = {(one.field, one.value) for one in filters}
    for field in Field:
        for value in values[field]:
            if (field, value) not in held:
                one = CaseFilter(field=field, value=value)
                yield Choice(words=filter_words(one, language=visit.language), query=str(one))
