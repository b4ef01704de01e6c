"""Say something to a counterpart, as `servanda send` does: through the same use case and checks.

Source: docs/reference/api.md, "Saying something".
"""

from collections.abc import Collection
from typing import ClassVar, Literal

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import (
    Digest,
    hash_from_digest,
    parse_accord_name,
    parse_digest,
    parse_party,
)
from servanda.core.statements.header import MAX_ATTACHMENTS
from servanda.interfaces.api.door import Called, performed
from servanda.interfaces.api.forms import DigestText, Members, Queued, Taken
from servanda.interfaces.api.once import once, wish_of
from servanda.interfaces.api.problems import NoSuchThingError
from servanda.usecases.attachments.keep_upload import uploaded
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.handling.require_passage import HandlingWords
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import require_pair

_LONGEST_NAME = 100


class OtherStepError(InvalidInputError):
    """The operation is for another step of what its type of statement can say."""

    code: ClassVar[str] = "other-step"


# What moves a request or a piece of information on; which of them may follow, its life cycle says.
StepType = Literal[
    "acknowledgement",
    "clarification",
    "status",
    "extension",
    "renewal",
    "response",
    "feedback",
    "withdrawal",
]


class Said(Taken):
    """What is said, whatever it is about."""

    facts: Members
    body: Members | None = Field(None, description="Sealed for the counterpart alone.")
    attachments: list[DigestText] = Field(
        [], max_length=MAX_ATTACHMENTS, description="Files that were sent before, by this key."
    )
    permission: str | None = Field(
        None, max_length=1_000, description="The author's word that a file of its own may go along."
    )
    consent: DigestText | None = Field(
        None, description="The statement by which the author consents to it."
    )
    looser: bool = Field(
        default=False, description="A file may be marked looser than the statement."
    )


class NewStatement(Said):
    """What is to be said by itself."""

    counterpart: str | None = Field(
        None, max_length=_LONGEST_NAME, description="To whom; not needed with one counterpart."
    )
    accord: str | None = Field(
        None, max_length=_LONGEST_NAME, description="Under which accord; not needed with one."
    )


class NewAbout(Said):
    """What is to be said about something: the pair is that of what it is about."""


class NewStep(NewAbout):
    """What is to be said about a request or a piece of information."""

    type: StepType


class NewAnswer(NewStatement):
    """What is to be said by itself, or to answer."""

    ref: DigestText | None = Field(None, description="What it answers.")


def say(
    request: HttpRequest,
    said: Said,
    *,
    operation: str,
    type_: str,
    name: str,
    ref: Digest | None = None,
    of: Collection[str] = (),
    steps: Collection[str] = (),
) -> HttpResponse:
    """Queue a statement, once for each name, and answer under which ticket.

    Args:
        request: As it came; all of it is what the name stands for.
        said: Read from it.
        operation: Of the table.
        type_: Of the statement.
        name: The program's, for this one wish.
        ref: What it answers.
        of: Of one of which types that must be.
        steps: One of which `step` of its facts must be; any where there are none.
    """
    about = [type_, *([] if ref is None else [ref])]
    with performed(request, operation, about=about) as called:
        wish = wish_of(request, name, called=called, body=request.body)

        def act() -> Queued:
            if steps and said.facts.get("step") not in steps:
                raise OtherStepError(f"expected facts with step {', '.join(steps)}")
            known = _known(wish.ticket, called=called)
            if known is not None:
                return known
            pair = _pair(said, ref, of=of, called=called)
            named = [parse_digest(one) for one in said.attachments]
            with uploaded(named, key=called.key, services=called.services) as attachments:
                result = queue_statement(
                    type=type_,
                    facts=said.facts,
                    body=said.body,
                    ref=ref,
                    counterpart=pair.counterpart,
                    accord_name=pair.own.accord_name,
                    attachments=attachments,
                    ticket=wish.ticket,
                    words=_words(said),
                    services=called.services,
                )
            return Queued(ticket=result.ticket, state="held" if result.is_held else "queued")

        return once(wish, act, called=called)


def _known(ticket: str, *, called: Called) -> Queued | None:
    """Return what was queued or held under a ticket by somebody who died before answering."""
    store = called.services.store
    queued = store.ticket(ticket)
    if queued is not None and not queued.trouble:
        return Queued(ticket=ticket, state="queued")
    return None if store.draft(ticket) is None else Queued(ticket=ticket, state="held")


def _words(said: Said) -> HandlingWords:
    consent = None if said.consent is None else parse_digest(said.consent)
    return HandlingWords(permission=said.permission, consent=consent, looser=said.looser)


def _pair(said: Said, ref: Digest | None, *, of: Collection[str], called: Called) -> PairRecord:
    """Return between whom it is said: as what it is about was, or as it says itself."""
    services = called.services
    if ref is not None:
        facts = services.store.facts(hash_from_digest(ref))
        for pair in services.store.pairs():
            if facts and facts.type in of and facts.origin in {pair.own, pair.own.reverse}:
                return pair
        raise NoSuchThingError("there is nothing of this name to say something about")
    counterpart = said.counterpart if isinstance(said, NewStatement) else None
    accord = said.accord if isinstance(said, NewStatement) else None
    return require_pair(
        services,
        counterpart=None if counterpart is None else parse_party(counterpart),
        accord_name=None if accord is None else parse_accord_name(accord),
    )
