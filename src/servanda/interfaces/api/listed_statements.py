"""Lists of statements of some types, log by log: what is not a request is shown so.

A log only grows, so the order never changes: logs by name, in each by index. Whoever asks for one
log alone is given, at the end of the list, where to go on another day.

Source: docs/reference/api.md, "Walking through statements".
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Literal

from django.http import HttpRequest
from pydantic import BaseModel, Field

from servanda.core.identifiers import Origin, hash_from_digest, parse_digest
from servanda.interfaces.api.door import Called, performed
from servanda.interfaces.api.forms import MAX_PAGE, USUAL_PAGE, DigestText, Given
from servanda.interfaces.api.problems import NoSuchThingError
from servanda.interfaces.api.statements import Statement, statements_given
from servanda.usecases.ports.records import StatementFacts

_LONGEST_NAME = 100


class StatementQuery(BaseModel):
    """Which statements are wanted."""

    after: DigestText | None = Field(None, description="`next` or `resume` of an earlier part.")
    counterpart: str | None = Field(None, max_length=_LONGEST_NAME)
    accord: str | None = Field(None, max_length=_LONGEST_NAME)
    said_by: Literal["us", "them"] | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = USUAL_PAGE


class StatementPage(Given):
    """A part of a list of statements, and where the next one begins."""

    items: list[Statement]
    next: DigestText | None = Field(description="Give it as `after`; null at the end of the list.")
    resume: DigestText | None = Field(
        description="Where one log alone was asked for: give it as `after` on another day, to be "
        "told what came since."
    )


def list_statements(
    request: HttpRequest, operation: str, *, types: Collection[str], asked: StatementQuery
) -> StatementPage:
    """Return the next part of the statements of these types."""
    with performed(request, operation) as called:
        logs = _logs(asked, called=called)
        found: list[StatementFacts] = []
        for origin, first in _from(asked.after, logs, called=called):
            room = asked.limit + 1 - len(found)
            found.extend(called.services.store.facts_after(origin, types, first=first, limit=room))
            if len(found) > asked.limit:
                break
        part = found[: asked.limit]
        items = statements_given([one.leaf_hash for one in part], called=called)
        last = items[-1].leaf if items else asked.after
        return StatementPage(
            items=items,
            next=last if len(found) > asked.limit else None,
            resume=last if len(logs) == 1 else None,
        )


def _logs(asked: StatementQuery, *, called: Called) -> Sequence[Origin]:
    found = [
        origin
        for pair in called.services.store.pairs()
        if asked.counterpart in {None, pair.counterpart}
        and asked.accord in {None, pair.own.accord_name}
        for origin, by in ((pair.own, "us"), (pair.own.reverse, "them"))
        if asked.said_by in {None, by}
    ]
    return sorted(found, key=str)


def _from(
    after: str | None, logs: Sequence[Origin], *, called: Called
) -> Iterator[tuple[Origin, int]]:
    """Yield each log that is still to be read, and from where."""
    if after is None:
        yield from ((origin, 0) for origin in logs)
        return
    facts = called.services.store.facts(hash_from_digest(parse_digest(after)))
    if facts is None or facts.origin not in logs:
        raise NoSuchThingError("there is no statement to begin after in these logs")
    place = logs.index(facts.origin)
    yield facts.origin, facts.index + 1
    yield from ((origin, 0) for origin in logs[place + 1 :])
