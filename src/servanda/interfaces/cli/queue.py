"""`servanda queue`: open requests and running clocks, what is due first."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from servanda.core.desk.case_filters import parse_filters
from servanda.core.desk.case_order import CaseOrder, parse_place
from servanda.core.identifiers import digest_from_hash
from servanda.interfaces.cli.imported import imported_lines, imported_members
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.queue_list import list_lines, list_members
from servanda.interfaces.cli.session import services
from servanda.interfaces.clocks import clock_words, due_words
from servanda.interfaces.language import text
from servanda.interfaces.suspension_words import suspension_members, suspension_words
from servanda.interfaces.words import word
from servanda.usecases.casework.follow_casework import follow_all_casework
from servanda.usecases.casework.list_cases import MAX_ROWS, CaseQuestion, list_cases
from servanda.usecases.casework.show_queue import MAX_SHOWN, Queue, show_queue
from servanda.usecases.casework.undelivered_requests import UndeliveredRequest
from servanda.usecases.conduct.show_hotline import OpenLevel
from servanda.usecases.ports.casework import CaseRecord, DeadlineRecord, NoticeRecord


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_queue)


def _queue(
    limit: Annotated[
        int, typer.Option("--limit", help=text("Show at most so many of each."), min=1, max=10_000)
    ] = MAX_SHOWN,
    filters: Annotated[
        str | None,
        typer.Option(
            "--filter", help=text('List requests by filters: "is:open -state:postponed".')
        ),
    ] = None,
    search: Annotated[
        str | None,
        typer.Option("--search", help=text("List requests with this in a file number or title.")),
    ] = None,
    order: Annotated[
        CaseOrder | None, typer.Option("--order", help=text("List requests in this order."))
    ] = None,
    after: Annotated[
        str | None, typer.Option("--after", help=text("Where the part of the list before ended."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    if any(one is not None for one in (filters, search, order, after)):
        question = CaseQuestion(
            filters=parse_filters(filters or ""),
            search=search or "",
            order=order or CaseOrder.DUE,
            after=None if after is None else parse_place(after),
            rows=min(limit, MAX_ROWS),
        )
        _show_list(question, as_json=as_json)
    else:
        _show_queue(limit, as_json=as_json)


def _show_list(question: CaseQuestion, *, as_json: bool) -> None:
    follow_all_casework(services=services())
    found = list_cases(question, reads_bodies=True, services=services())
    show(list_members(found), as_json=as_json, lines=list_lines(found))


def _show_queue(limit: int, *, as_json: bool) -> None:
    queue = show_queue(limit=limit, services=services())
    result = {
        "now": queue.now,
        "requests": [_case_members(case, queue) for case in queue.cases],
        "deadlines": [_deadline_members(deadline) for deadline in queue.deadlines],
        "notices": [_notice_members(notice) for notice in queue.notices],
        "undelivered": [_undelivered_members(one) for one in queue.undelivered],
        "levels": [_level_members(level) for level in queue.levels],
        "suspended": [
            {"origin": str(own), **suspension_members(one)} for own, one in queue.suspended
        ],
        "imported": [imported_members(case) for case in queue.imported],
    }
    show(result, as_json=as_json, lines=_lines(queue))


def _lines(queue: Queue) -> Iterator[str]:
    for own, one in queue.suspended:
        yield suspension_words(own, one)
    clocks: dict[bytes, list[DeadlineRecord]] = {}
    for deadline in queue.deadlines:
        clocks.setdefault(deadline.case, []).append(deadline)
    heading = (
        text("Statement"),
        text("With"),
        text("Asked by us"),
        text("Kind"),
        text("Urgency"),
        text("State"),
        text("Next clock"),
    )
    yield from table(
        heading,
        (_row(case, clocks, queue) for case in queue.cases),
        nothing=text("No request is open."),
    )
    yield from _beside_lines(queue)
    yield from _level_lines(queue.levels)
    yield from _undelivered_lines(queue.undelivered)
    yield from imported_lines(queue.imported)
    if queue.notices:
        yield ""
        yield from table(
            (text("Came"), text("Notice"), text("Clock"), text("Statement"), text("To act")),
            (
                (
                    notice.came_at,
                    word(notice.kind),
                    word(notice.clock),
                    digest_from_hash(notice.case)[:23],
                    text("we") if notice.is_ours else text("they"),
                )
                for notice in queue.notices
            ),
        )


def _row(
    case: CaseRecord, clocks: dict[bytes, list[DeadlineRecord]], queue: Queue
) -> tuple[object, ...]:
    running = clocks.get(case.leaf_hash, [])
    return (
        digest_from_hash(case.leaf_hash)[:23],
        case.own.to_party,
        text("yes") if case.is_ours else text("no"),
        word(case.kind),
        word(case.urgency),
        _state_words(case, queue),
        due_words(running[0], now=queue.now) if running else "-",
    )


def _state_words(case: CaseRecord, queue: Queue) -> str:
    """Return the state, and that a ladder is open about the request."""
    if digest_from_hash(case.leaf_hash) not in queue.escalated:
        return word(case.state)
    return f"{word(case.state)}, {text('escalated')}"


def _beside_lines(queue: Queue) -> Iterator[str]:
    """Yield the clocks of calls, information, incidents, and of requests that are answered."""
    open_cases = {case.leaf_hash for case in queue.cases}
    beside = [one for one in queue.deadlines if one.case not in open_cases]
    if not beside:
        return
    yield ""
    yield text("Clocks that run on no open request:")
    yield from table(
        (text("Statement"), text("With"), text("Clock"), text("To act")),
        (
            (
                digest_from_hash(one.case)[:23],
                one.own.to_party,
                due_words(one, now=queue.now),
                text("we") if one.is_ours else text("they"),
            )
            for one in beside
        ),
    )


def _level_lines(levels: Sequence[OpenLevel]) -> Iterator[str]:
    if not levels:
        return
    yield ""
    yield text("Levels of escalation that are open:")
    yield from table(
        (
            text("Escalation"),
            text("About"),
            text("With"),
            text("Level"),
            text("State"),
            text("Clock"),
            text("To act"),
        ),
        (
            (
                one.rung.leaf[:23],
                one.about[:23],
                one.own.to_party,
                word(one.rung.level),
                word(one.rung.state),
                clock_words(one.clock),
                text("we") if one.is_ours else text("they"),
            )
            for one in levels
        ),
    )


def _level_members(level: OpenLevel) -> dict[str, object]:
    verdict = level.clock.verdict
    return {
        "leaf": level.rung.leaf,
        "origin": str(level.own),
        "about": level.about,
        "level": level.rung.level,
        "state": level.rung.state,
        "is_ours": level.is_ours,
        "due_at": None if verdict is None else verdict.due.at,
    }


def _undelivered_lines(waiting: Sequence[UndeliveredRequest]) -> Iterator[str]:
    if not waiting:
        return
    yield ""
    yield text("Our requests that are not delivered yet; no clock runs before their receipt:")
    heading = (
        text("Statement"),
        text("With"),
        text("Kind"),
        text("Urgency"),
        text("Said"),
        text("State"),
        text("Trouble"),
    )
    yield from table(
        heading,
        (
            (
                _name(one)[:23],
                one.own.to_party,
                word(str(one.facts.get("kind", ""))),
                word(str(one.facts.get("urgency", ""))),
                one.said_at,
                word(one.stage),
                one.trouble or None,
            )
            for one in waiting
        ),
    )


def _name(one: UndeliveredRequest) -> str:
    return digest_from_hash(one.name) if isinstance(one.name, bytes) else one.name


def _undelivered_members(one: UndeliveredRequest) -> dict[str, object]:
    is_leaf = isinstance(one.name, bytes)
    return {
        "leaf": _name(one) if is_leaf else None,
        "ticket": None if is_leaf else one.name,
        "origin": str(one.own),
        "kind": one.facts.get("kind"),
        "urgency": one.facts.get("urgency"),
        "subject": one.facts.get("subject"),
        "said_at": one.said_at,
        "stage": one.stage,
        "trouble": one.trouble,
    }


def _case_members(case: CaseRecord, queue: Queue) -> dict[str, object]:
    return {
        "leaf": digest_from_hash(case.leaf_hash),
        "origin": str(case.own),
        "is_ours": case.is_ours,
        "kind": case.kind,
        "urgency": case.urgency,
        "subject": case.subject,
        "state": case.state,
        "generation": case.generation,
        "started_at": case.started_at,
        "is_held": case.is_held,
        "due_at": case.due_at,
        "expires_at": case.expires_at,
        "last_at": case.last_at,
        "is_escalated": digest_from_hash(case.leaf_hash) in queue.escalated,
    }


def _deadline_members(deadline: DeadlineRecord) -> dict[str, object]:
    return {
        "leaf": digest_from_hash(deadline.case),
        "clock": deadline.clock,
        "number": deadline.number,
        "is_ours": deadline.is_ours,
        "started_at": deadline.started_at,
        "due_at": deadline.due_at,
        "is_provisional": deadline.is_provisional,
    }


def _notice_members(notice: NoticeRecord) -> dict[str, object]:
    return {
        "leaf": digest_from_hash(notice.case),
        "kind": notice.kind,
        "clock": notice.clock,
        "number": notice.number,
        "is_ours": notice.is_ours,
        "due_at": notice.due_at,
        "came_at": notice.came_at,
        "noted_at": notice.noted_at,
    }
