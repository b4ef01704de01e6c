"""Look the node over for its operator: what is sound, what is not, and what to do about it.

Changes nothing. Each finding stands alone, so one fault does not hide another.

Source: docs/reference/cli.md, `servanda doctor`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from servanda.core.envelope.hpke import probe
from servanda.core.errors import CounterpartError, MisconfiguredError
from servanda.core.identifiers import format_instant
from servanda.usecases.exchange.ask_heads import Ask, HeldHead
from servanda.usecases.exchange.carrier_turns import SILENT
from servanda.usecases.exchange.heed_head import UnprovenClaimError, require_not_behind
from servanda.usecases.exchange.note_return import is_unreceipted
from servanda.usecases.handling.retention import due_for_erasure
from servanda.usecases.keys.check_keys import check_keys
from servanda.usecases.people.audit_log import check_audit
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, require_node
from servanda.usecases.upkeep.findings import Finding
from servanda.usecases.upkeep.integrity import check_log

_AUDIT = "audit-log"
UNRECEIPTED_WARNING = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeReport:
    """All findings, and whether none is a fault."""

    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether the node may sign."""
        return all(finding.level != "fault" for finding in self.findings)


def check_node(*, services: Services, ask: Ask | None = None) -> NodeReport:
    """Return what is found.

    Args:
        services: The node's ports.
        ask: Returns what the counterparts hold of our logs, those that answer in time; None to
            ask nobody.
    """
    findings = [*_check_basics(services), *_check_database(services)]
    if all(finding.level != "fault" for finding in findings):
        findings.extend(check_keys(services=services))
        pairs = services.store.pairs()
        for pair in pairs:
            findings.extend(_check_pair(pair, services=services))
        if ask is not None and pairs:
            held = ask([pair.own for pair in pairs])
            findings.extend(_check_held(held.values(), services=services))
        findings.extend(_check_retention(services))
        findings.extend(_check_audit(services))
        findings.extend(
            Finding(
                level="warning",
                code=alarm.kind,
                subject=alarm.subject,
                message=f"{alarm.kind}: {alarm.message}",
            )
            for alarm in services.store.alarms()
            if alarm.is_open
        )
    return NodeReport(findings=tuple(findings))


def _check_basics(services: Services) -> Iterator[Finding]:
    try:
        probe()
        node = require_node(services)
        services.working.of(services.keys)
        services.heads.read()
    except MisconfiguredError as error:
        yield Finding(level="fault", code=error.code, subject="set-up", message=str(error))
    else:
        yield Finding(
            level="ok", code="set-up", subject="set-up", message=f"{node.party}, mode {node.mode}"
        )


def _check_database(services: Services) -> Iterator[Finding]:
    report = services.store.database_report()
    yield Finding(level="ok", code="database", subject="database", message=report.name)
    for trouble in report.troubles:
        yield Finding(level="warning", code="database", subject="database", message=trouble)


def _check_retention(services: Services) -> Iterator[Finding]:
    due = due_for_erasure(services=services)
    if due:
        yield Finding(
            level="warning",
            code="due-for-erasure",
            subject="retention",
            message=f"{len(due)} bodies are held past their retention date, the oldest since "
            f"{due[0].retain_until}: `servanda erase --due` names them, with --yes it erases them",
        )


def _check_audit(services: Services) -> Iterator[Finding]:
    """Look whether the log of what was done here is whole; it stops no signing."""
    try:
        report = check_audit(services=services)
    except CounterpartError as error:
        yield Finding(level="warning", code=error.code, subject=_AUDIT, message=str(error))
        return
    shown = f"{report.size} entries compared"
    yield Finding(level="ok", code=_AUDIT, subject=_AUDIT, message=shown)
    if report.gaps:
        yield Finding(
            level="warning",
            code="audit-gap",
            subject=_AUDIT,
            message=f"entries were lost before entry {report.gaps[-1]}, which says how many: an "
            f"old database was put back, or this one was altered; the auditor's notes tell",
        )


def _check_pair(pair: PairRecord, *, services: Services) -> Iterator[Finding]:
    heads = services.heads.read()
    for origin, known in ((pair.own, heads.logs), (pair.own.reverse, heads.copies)):
        try:
            edge = check_log(services.store, origin, heads=known)
        except MisconfiguredError as error:
            yield Finding(level="fault", code=error.code, subject=str(origin), message=str(error))
        else:
            yield Finding(
                level="ok",
                code="log",
                subject=str(origin),
                message=f"{edge.size} leaves compared",
            )
    if pair.forked:
        yield Finding(
            level="warning",
            code="forked",
            subject=str(pair.own.reverse),
            message="the counterpart showed two logs; nothing more of it is copied",
        )
    yield from _resting(pair, services=services)
    if pair.has_unreceipted:
        yield from _unreceipted(pair, services=services)
        yield from _bounced(pair, services=services)


def _check_held(heads: Iterable[HeldHead], *, services: Services) -> Iterator[Finding]:
    """Compare with what counterparts show: a machine restored as a whole knows it from nobody."""
    for held in heads:
        try:
            require_not_behind(held, services=services)
        except UnprovenClaimError as error:
            yield Finding(
                level="warning", code=error.code, subject=str(held.own), message=str(error)
            )
        except MisconfiguredError as error:
            yield Finding(level="fault", code=error.code, subject=str(held.own), message=str(error))
        else:
            yield Finding(
                level="ok",
                code="held",
                subject=str(held.own),
                message=f"{held.own.to_party} holds {held.named} leaves",
            )


def _resting(pair: PairRecord, *, services: Services) -> Iterator[Finding]:
    """Name the carriers that failed of late; what is to be said goes by the others."""
    for kind, known in services.store.carriers_of(pair.own).items():
        until = known.standing.rests_until
        if until is not None:
            yield Finding(
                # A stick is silent for days, and that is no fault of it.
                level="ok" if known.trouble == SILENT else "warning",
                code="carrier-rests",
                subject=str(pair.own),
                message=f"{kind} failed {known.standing.failures} times in a row "
                f"({known.trouble}) and is tried again from {format_instant(until)} on",
            )


def _bounced(pair: PairRecord, *, services: Services) -> Iterator[Finding]:
    """Say so where the last envelope came back; a report is anybody's word, and decides nothing."""
    newest = next(iter(services.store.sendings(pair.own)), None)
    if newest is not None and newest.returned_at is not None and is_unreceipted(newest, pair):
        yield Finding(
            level="warning",
            code="bounced",
            subject=str(pair.own),
            message=f"by {newest.carrier} it came back at {format_instant(newest.returned_at)} "
            f"with status {newest.status}; it is sent again: is the address still theirs?",
        )


def _unreceipted(pair: PairRecord, *, services: Services) -> Iterator[Finding]:
    for facts in services.store.facts_of(pair.own):
        is_waiting = facts.index >= pair.receipted and facts.sent_at is not None
        if is_waiting and facts.sent_at is not None:
            age = services.clock.now() - facts.sent_at
            yield Finding(
                level="warning" if age > UNRECEIPTED_WARNING else "ok",
                code="unreceipted",
                subject=str(pair.own),
                message=f"unreceipted since {format_instant(facts.sent_at)}"
                + (f"; {pair.trouble}" if pair.trouble else ""),
            )
            return
