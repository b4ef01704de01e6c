"""Append an entry to the node's own audit log, and put its head into the head file.

An entry is durable before what it is about is shown or done. The head file lies outside the
database: where the log has become shorter than its head, or other, somebody put an old database
back or altered this one. The desk is not stopped by that, for it may be needed at night; what is
missing is written into the log as a gap, for good.

Source: docs/spec/audit.md, "Writing an entry" and "Gaps".
"""

from collections.abc import Sequence
from dataclasses import replace

from servanda.core.audit.audit_file import GAP
from servanda.core.audit.edge import root_of
from servanda.core.audit.entry import AuditEntry, Outcome, build_entry
from servanda.core.canonical import JsonObject
from servanda.core.people.actor import MACHINE, Actor
from servanda.core.people.events import PERSON_ADDED
from servanda.core.people.roles import Access
from servanda.usecases.ports.audit import AuditRecord
from servanda.usecases.ports.outside import Head, HeadMovedError
from servanda.usecases.services import Services

_MAX_SWAPS = 50  # other writers of the head file: the sequencer and other verbs of the same desk


def record(  # noqa: PLR0913 - one parameter for each part of an entry
    *,
    actor: Actor,
    verb: str,
    access: Access,
    outcome: Outcome,
    about: Sequence[str] = (),
    code: str = "",
    entry: int | None = None,
    event: JsonObject | None = None,
    services: Services,
) -> int:
    """Append an entry and return its number.

    Raises:
        StoreFailedError: It could not be stored; then nothing may be shown or done.
    """
    return append_entry(
        AuditEntry(
            at=services.clock.now(),
            actor=actor,
            verb=verb,
            access=access,
            outcome=outcome,
            about=tuple(about),
            code=code,
            entry=entry,
            event=event,
        ),
        services=services,
    )


def append_entry(entry: AuditEntry, *, services: Services) -> int:
    """Append `entry` and return its number, after a gap has been noted where there is one."""
    line = build_entry(entry)
    stale = _broken_head(services)
    if stale is not None:
        last = services.store.last_audit()
        size = 0 if last is None else last.index + 1
        event: JsonObject = {"kind": GAP, "size": stale.size, "root": stale.root, "held": size}
        gap = AuditEntry(
            at=entry.at,
            actor=MACHINE,
            verb="audit",
            access=Access.SERVICE,
            outcome=Outcome.DONE,
            event=event,
        )
        services.store.append_audit(build_entry(gap), kind=GAP)
    stored = services.store.append_audit(line, kind=entry.kind)
    _advance_head(stored, stale=stale, has_person=entry.kind == PERSON_ADDED, services=services)
    return stored.index


def head_of(stored: AuditRecord) -> Head:
    """Return the head of the log that ends with this entry."""
    size = stored.index + 1
    return Head(size=size, root=root_of(stored.edge, size=size))


def _broken_head(services: Services) -> Head | None:
    """Return the head in the head file, if the log does not extend it any more."""
    head = services.heads.read().audit  # read first: the log is never behind a head written before
    if head is None:
        return None
    at_head = services.store.audit_records(first=head.size - 1, limit=1)
    return None if at_head and head_of(at_head[0]) == head else head


def _advance_head(
    stored: AuditRecord, *, stale: Head | None, has_person: bool, services: Services
) -> None:
    head = head_of(stored)
    for _ in range(_MAX_SWAPS):
        present = services.heads.read()
        known = present.audit
        is_peopled = present.is_peopled or has_person
        if known is not None and known != stale and known.size >= head.size:
            if is_peopled == present.is_peopled:
                return  # somebody appended after us, and was faster
            head = known
        try:
            services.heads.replace(present, replace(present, audit=head, is_peopled=is_peopled))
        except HeadMovedError:
            continue
        return
    raise HeadMovedError(f"the head file changed {_MAX_SWAPS} times while it was being replaced")
