"""Say something to a counterpart, as `servanda send` does: through the same use case and checks.

Source: docs/reference/api.md, "Saying something".
"""

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from servanda.core.identifiers import Digest, parse_accord_name, parse_party
from servanda.interfaces.api.door import performed
from servanda.interfaces.api.forms import Members, Queued, Taken
from servanda.interfaces.api.once import once, wish_of
from servanda.usecases.exchange.queue_statement import queue_statement

_LONGEST_NAME = 100


class NewStatement(Taken):
    """What is to be said."""

    counterpart: str | None = Field(
        None, max_length=_LONGEST_NAME, description="To whom; not needed with one counterpart."
    )
    accord: str | None = Field(
        None, max_length=_LONGEST_NAME, description="Under which accord; not needed with one."
    )
    facts: Members
    body: Members | None = Field(None, description="Sealed for the counterpart alone.")


def say(
    request: HttpRequest,
    said: NewStatement,
    *,
    operation: str,
    type_: str,
    name: str,
    ref: Digest | None = None,
) -> HttpResponse:
    """Queue a statement, once for each name, and answer under which ticket.

    Args:
        request: As it came; all of it is what the name stands for.
        said: Read from it.
        operation: Of the table.
        type_: Of the statement.
        name: The program's, for this one wish.
        ref: What it answers.
    """
    about = [type_, *([] if ref is None else [ref])]
    with performed(request, operation, about=about) as called:
        wish = wish_of(request, name, called=called, body=request.body)

        def act() -> Queued:
            accord = None if said.accord is None else parse_accord_name(said.accord)
            result = queue_statement(
                type=type_,
                facts=said.facts,
                body=said.body,
                ref=ref,
                counterpart=None if said.counterpart is None else parse_party(said.counterpart),
                accord_name=accord,
                ticket=wish.ticket,
                services=called.services,
            )
            return Queued(ticket=result.ticket, state="held" if result.is_held else "queued")

        return once(wish, act, called=called)
