"""The page of the audit log: its head, its gaps, and the newest entries."""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.audit.audit_file import GAP
from servanda.core.identifiers import PartyId
from servanda.interfaces.audit_words import EntryRow, entry_rows
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.people.audit_log import show_audit
from servanda.usecases.people.record_entry import head_of
from servanda.usecases.services import Services, require_node

PAGE_ENTRIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        size: How many entries the log has.
        root: What they hash to; empty before the first.
        is_behind: Whether the log does not hold what the head file says.
        gaps: Numbers of the entries that tell of a loss.
        entries: The newest first, at most `PAGE_ENTRIES`.
    """

    party: PartyId
    mode: str
    size: int
    root: str
    is_behind: bool
    gaps: Sequence[int]
    entries: Sequence[EntryRow]


@page("audit")
def audit_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_audit_page(visit.services, language=visit.language)


def read_audit_page(services: Services, *, language: str) -> AuditPage:
    """Return what the page shows now, in `language`.

    Only the end is compared with the head file; `servanda audit verify` checks every entry.
    """
    node = require_node(services)
    head = services.heads.read().audit  # read first, as the log only grows after it
    last = services.store.last_audit()
    at_head = [] if head is None else services.store.audit_records(first=head.size - 1, limit=1)
    entries = show_audit(lambda _: True, limit=PAGE_ENTRIES, services=services)
    return AuditPage(
        party=node.party,
        mode=node.mode,
        size=0 if last is None else last.index + 1,
        root="" if last is None else head_of(last).root,
        is_behind=head is not None and not (at_head and head_of(at_head[0]) == head),
        gaps=[record.index for record in services.store.audit_of_kinds({GAP})],
        entries=entry_rows(entries, language=language),
    )
