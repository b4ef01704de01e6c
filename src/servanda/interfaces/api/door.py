"""What stands before every operation: whose key is it, may they, and what is noted.

1. The key is looked at first, then its scope: before that nothing of what was sent is read.
2. Then media type and length of a body, so that nothing large is taken in.
3. Then ninja reads what was sent, by the declared forms; then the boundary lets the verb begin.

Source: docs/spec/desk.md, "Keys of programs".
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final, TypedDict

from django.http import HttpRequest
from ninja.security import HttpBearer
from pydantic import BaseModel
from typing_extensions import override

from servanda.core.errors import ServandaError
from servanda.core.people.actor import Actor
from servanda.core.people.api_key import ApiKey
from servanda.core.people.operation_table import OPERATION_TABLE
from servanda.interfaces.api.forms import MAX_JSON_BYTES
from servanda.interfaces.api.problems import (
    BodyTooLargeError,
    Problem,
    UnknownParameterError,
    WrongMediaError,
)
from servanda.interfaces.web.pages.visit import services_of_visit
from servanda.usecases.people.open_operation import (
    close_operation,
    open_operation,
    require_scope,
)
from servanda.usecases.people.prove_key import KeyClaim
from servanda.usecases.services import Services

JSON: Final = "application/json"
BYTES: Final = "application/octet-stream"
_BROKEN_OFF = "broken-off"

# Every operation may answer with each of these, and with the one schema of problems.
PROBLEMS: Final = frozenset(
    (
        HTTPStatus.BAD_REQUEST.value,
        HTTPStatus.UNAUTHORIZED.value,
        HTTPStatus.FORBIDDEN.value,
        HTTPStatus.NOT_FOUND.value,
        HTTPStatus.METHOD_NOT_ALLOWED.value,
        HTTPStatus.CONFLICT.value,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE.value,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE.value,
        HTTPStatus.UNPROCESSABLE_ENTITY.value,
        HTTPStatus.TOO_MANY_REQUESTS.value,
        HTTPStatus.INTERNAL_SERVER_ERROR.value,
        HTTPStatus.SERVICE_UNAVAILABLE.value,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """An operation that is being done.

    Attributes:
        services: Ports of this call alone: they know who acts.
        actor: For whom.
        key: By which key.
        reads_bodies: Whether words of bodies may stand in the answer.
        at: When, by the machine's clock.
    """

    services: Services
    actor: Actor
    key: ApiKey
    reads_bodies: bool
    at: datetime


class Declared(TypedDict):
    """What ninja is told of an operation."""

    operation_id: str
    auth: "Door"
    response: dict[Any, Any]
    summary: str


class Door(HttpBearer):
    """The key of one operation; the token is sent as `Authorization: Bearer`.

    Attributes:
        operation: Its name in the table.
        media: Of the body that it takes; empty where it takes none.
        most: Bytes of that body.
        asks: What may be asked for in the address.
    """

    def __init__(
        self, operation: str, *, media: str, most: int, asks: type[BaseModel] | None
    ) -> None:
        """Stand before `operation`."""
        super().__init__()
        self.operation, self.media, self.most = operation, media, most
        self.asks = frozenset(() if asks is None else asks.model_fields)

    @override
    def authenticate(self, request: HttpRequest, token: str) -> KeyClaim:
        claim = KeyClaim(
            token=token, address=str(request.META.get("REMOTE_ADDR", "")), at=datetime.now(UTC)
        )
        services = services_of_visit()
        require_scope(OPERATION_TABLE[self.operation], claim=claim, services=services)  # (1)
        unknown = sorted(request.GET.keys() - self.asks)
        if unknown:  # misspelt, it would quietly mean something else
            raise UnknownParameterError(f"expected no parameter {unknown[0]!r:.80}")
        if self.media:
            self._require_body(request)  # (2)
        return claim

    def _require_body(self, request: HttpRequest) -> None:
        if request.content_type != self.media:
            raise WrongMediaError(
                f"expected a body of {self.media}, found {request.content_type!r:.80}"
            )
        length = str(request.META.get("CONTENT_LENGTH") or "")
        if not length.isdecimal() or int(length) > self.most:
            raise BodyTooLargeError(
                f"expected a body of a stated length of at most {self.most} bytes, found "
                f"{length or 'none'!r:.40}"
            )


def declared(
    operation: str,
    answer: Any,  # noqa: ANN401 - a form, as ninja takes it
    *,
    summary: str,
    status: HTTPStatus = HTTPStatus.OK,
    media: str = "",
    most: int = MAX_JSON_BYTES,
    asks: type[BaseModel] | None = None,
) -> Declared:
    """Return what ninja is told of an operation of the table.

    Args:
        operation: Its name there.
        answer: The form of its answer.
        summary: What it does, in a line.
        status: Of the answer.
        media: Of the body that it takes; empty where it takes none.
        most: Bytes of that body.
        asks: The form of what may be asked for in the address.
    """
    return Declared(
        operation_id=operation,
        auth=Door(operation, media=media, most=most, asks=asks),
        response={status.value: answer, PROBLEMS: Problem},
        summary=summary,
    )


@contextmanager
def performed(
    request: HttpRequest, operation: str, *, about: Sequence[str] = ()
) -> Iterator[Called]:
    """Return a context in which the verb of an operation has begun (3); it ends with it.

    Raises:
        InvalidInputError: Of the boundary: none of the person's roles may.
    """
    claim: KeyClaim = request.auth  # type: ignore[attr-defined]  # what the door returned
    services = services_of_visit()
    opened = open_operation(OPERATION_TABLE[operation], claim=claim, about=about, services=services)
    code = _BROKEN_OFF
    try:
        yield Called(
            services=services,
            actor=opened.actor,
            key=opened.key,
            reads_bodies=opened.reads_bodies,
            at=claim.at,
        )
        code = ""
    except ServandaError as error:
        code = error.code
        raise
    finally:
        close_operation(opened, code=code, services=services)
