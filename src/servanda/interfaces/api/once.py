"""Answer a write that a program may have to send twice.

Source: docs/reference/api.md, "Doing a thing once".
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Final

from django.http import HttpRequest, HttpResponse
from ninja import Header
from pydantic import BaseModel

from servanda.interfaces.api.door import JSON, Called
from servanda.usecases.people.answer_once import Wish, answer_once

_NAME = r"^[A-Za-z0-9_.:-]{8,100}$"
REPEATED: Final = "Idempotency-Replayed"

# A name of the program's own for what it wants, drawn anew for each new thing.
OnceName = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=_NAME,
        max_length=100,
        description="A name of your own for this one thing: asked for twice, it is done once.",
    ),
]


def wish_of(request: HttpRequest, name: str, *, called: Called, body: bytes) -> Wish:
    """Return what a program asks for: method, address and body, all of it."""
    asked = f"{request.method} {request.get_full_path()}\n".encode() + body
    return Wish(key=called.key, name=name, asked=asked, at=called.at)


def once(
    wish: Wish,
    act: Callable[[], BaseModel],
    *,
    called: Called,
    status: HTTPStatus = HTTPStatus.ACCEPTED,
) -> HttpResponse:
    """Return the answer of `act`, or the one that it gave when the same was asked for before."""

    def acted() -> tuple[int, bytes]:
        return status.value, act().model_dump_json().encode()

    answered = answer_once(wish, acted, services=called.services)
    answer = HttpResponse(answered.body, content_type=JSON, status=answered.status)
    if answered.is_repeated:
        answer[REPEATED] = "true"
    return answer
