"""Say whether a statement needs a second person, and hold it until one has approved it.

Source: docs/spec/people.md, "Four eyes".
"""

from typing import ClassVar

from servanda.core.audit.entry import Outcome
from servanda.core.errors import InvalidInputError
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import digest_of
from servanda.core.people.roles import Access
from servanda.usecases.people.draft_content import encode_content
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.record_entry import record
from servanda.usecases.ports.drafts import DraftRecord
from servanda.usecases.ports.records import QueuedStatement
from servanda.usecases.services import Services

DRAFT_WRITTEN = "draft_written"


class FourEyesNeededError(InvalidInputError):
    """The accord asks for two persons, and this home has none."""

    code: ClassVar[str] = "four-eyes-needed"


def needs_approval(type_: str, *, state: PairState, services: Services) -> bool:
    """Return whether a statement of this type waits for a second person here.

    Raises:
        FourEyesNeededError: The accord asks for it, and nobody here could be either person.
    """
    accord = state.newest_accord
    by_accord = accord is not None and type_ in accord.accord.terms.four_eyes
    people = read_people(services)
    if people.has_persons:
        return by_accord or type_ in people.four_eyes
    if by_accord:
        raise FourEyesNeededError(
            f"the accord asks for two persons for a {type_}: add them with `servanda staff add`"
        )
    return False


def hold_draft(statement: QueuedStatement, *, services: Services) -> None:
    """Keep `statement` until a second person approves it; an earlier version is replaced.

    Whatever was approved of the earlier version counts for nothing: an approval names a digest.
    """
    before = services.store.draft(statement.ticket)
    content = encode_content(statement)
    digest = digest_of(content)
    actor = services.acting.actor
    record(
        actor=actor,
        verb=DRAFT_WRITTEN,
        access=Access.ACT,
        outcome=Outcome.DONE,
        about=(statement.ticket, digest),
        services=services,
    )
    services.store.save_draft(
        DraftRecord(
            ticket=statement.ticket,
            content=content,
            digest=digest,
            eyes=actor.eyes | (frozenset() if before is None else before.eyes),
            written_at=services.clock.now(),
        )
    )
    services.acting.note(statement.ticket, digest)
