"""List requests: the one way in which pages, the command line and interfaces read the queue.

Source: docs/spec/desk.md, "Queue".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from servanda.core.desk.case_filters import CaseFilter
from servanda.core.desk.case_order import CaseOrder, CasePlace
from servanda.core.identifiers import Digest, digest_from_hash
from servanda.usecases.ports.case_lists import CaseSelection, ListedCase
from servanda.usecases.ports.records import FilingRecord
from servanda.usecases.services import Services

PAGE_ROWS: Final = 50
MAX_ROWS: Final = 1_000  # of one call
# Counting stops here: nobody needs to know how many more, and it costs a look at each.
MOST_COUNTED: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuestion:
    """What is asked of the queue.

    Attributes:
        filters: That hold.
        search: Part of a file number or title of either side; empty: no matter.
        order: In which the rows come.
        after: Where the page before ended; None for the first.
        rows: At most so many.
    """

    filters: Sequence[CaseFilter] = ()
    search: str = ""
    order: CaseOrder = CaseOrder.DUE
    after: CasePlace | None = None
    rows: int = PAGE_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One request of a list.

    Attributes:
        leaf: The request.
        listed: As it stands, with its clock.
        filed: How each side keeps it; empty for who may not read bodies.
    """

    leaf: Digest
    listed: ListedCase
    filed: Sequence[FilingRecord]

    @property
    def title(self) -> str:
        """Return its title, as the request has it; empty where it has none."""
        return next((one.title for one in self.filed if one.title), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """One page of the queue.

    Attributes:
        now: By the node's clock.
        rows: Of this page.
        next_place: After which the next page begins; None on the last.
        count: How many requests the whole list has.
        is_capped: Whether it has more than that.
    """

    now: datetime
    rows: Sequence[CaseRow]
    next_place: CasePlace | None
    count: int
    is_capped: bool


def list_cases(question: CaseQuestion, *, reads_bodies: bool, services: Services) -> CaseList:
    """Return one page of the queue, as the running node has followed the logs.

    Args:
        question: What is asked. Of who may not read bodies nothing is searched for.
        reads_bodies: Whether words of bodies may be looked at: file numbers and titles.
        services: The node's ports.
    """
    store, now = services.store, services.clock.now()
    selection = CaseSelection(
        now=now,
        filters=question.filters,
        filed_as=question.search if reads_bodies else "",
    )
    limit = max(1, min(question.rows, MAX_ROWS))
    found = store.list_cases(selection, order=question.order, after=question.after, limit=limit + 1)
    listed = found[:limit]
    count = store.count_cases(selection, most=MOST_COUNTED + 1)
    filed = _filed(listed, services=services) if reads_bodies else {}
    return CaseList(
        now=now,
        rows=[
            CaseRow(
                leaf=digest_from_hash(one.case.leaf_hash),
                listed=one,
                filed=filed.get(one.case.leaf_hash, ()),
            )
            for one in listed
        ],
        next_place=listed[-1].place(question.order) if len(found) > limit else None,
        count=min(count, MOST_COUNTED),
        is_capped=count > MOST_COUNTED,
    )


def _filed(
    listed: Sequence[ListedCase], *, services: Services
) -> Mapping[bytes, Sequence[FilingRecord]]:
    found: dict[bytes, list[FilingRecord]] = {}
    if listed:
        for one in services.store.filings_about([row.case.leaf_hash for row in listed]):
            found.setdefault(one.about, []).append(one)
    return found
