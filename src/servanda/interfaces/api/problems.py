"""What a program is told when something is not done: problem details, the same on every operation.

Source: RFC 9457 (Problem Details for HTTP APIs); docs/reference/api.md, "Problems".
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from math import ceil
from typing import Final, Literal

from django.http import HttpResponse
from pydantic import BaseModel, Field

from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.usecases.people.answer_once import AskedJustNowError
from servanda.usecases.people.boundary import NotPermittedError
from servanda.usecases.people.open_operation import OutOfScopeError
from servanda.usecases.people.prove_key import KeyNotProvedError, KeysLockedError

PROBLEM_TYPE: Final = "application/problem+json"
_MAX_PLACES = 50  # of what does not fit: who has more errors corrects these first


class NoSuchThingError(ServandaError):
    """There is nothing of this name; also where it is of another kind than was asked for."""

    code = "no-such-thing"


class WrongMediaError(ServandaError):
    """The body is of another media type than the operation takes."""

    code = "wrong-media-type"


class UnknownParameterError(ServandaError):
    """The address asks for something that the operation does not know: it would be passed over."""

    code = "unknown-parameter"


class BodyTooLargeError(ServandaError):
    """The body is larger than the operation takes, or its length is not said."""

    code = "body-too-large"


class Misfit(BaseModel):
    """One place of what was sent that does not fit."""

    place: str = Field(description="Where, from the outside in, joined by dots.")
    expected: str = Field(description="What was expected there.")


class Problem(BaseModel):
    """Why something was not done (RFC 9457)."""

    type: Literal["about:blank"] = Field(description="Always about:blank: `code` tells what it is.")
    title: str = Field(description="The status in words.")
    status: int = Field(ge=400, le=599, description="The status again.")
    detail: str = Field(description="What was expected and what was found, in English.")
    code: str = Field(description="Stable name of the error, explained in the reference of errors.")
    misfits: list[Misfit] = Field(description="What of the request does not fit; may be empty.")


# What an error is by its class, the nearest first; what is in none of them is the caller's to mend.
_STATUS: Final[Mapping[type[ServandaError], HTTPStatus]] = {
    KeyNotProvedError: HTTPStatus.UNAUTHORIZED,
    KeysLockedError: HTTPStatus.TOO_MANY_REQUESTS,
    OutOfScopeError: HTTPStatus.FORBIDDEN,
    NotPermittedError: HTTPStatus.FORBIDDEN,
    NoSuchThingError: HTTPStatus.NOT_FOUND,
    WrongMediaError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    BodyTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    AskedJustNowError: HTTPStatus.CONFLICT,
    MisconfiguredError: HTTPStatus.SERVICE_UNAVAILABLE,
    ServandaError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
CHALLENGE: Final = 'Bearer realm="servanda"'


def status_of(error: ServandaError) -> HTTPStatus:
    """Return the status that tells of `error`."""
    return next(_STATUS[one] for one in type(error).__mro__ if one in _STATUS)


def problem_of(error: ServandaError, *, seconds: float = 0) -> HttpResponse:
    """Return the answer that tells of `error`; `seconds` is how long to wait where that helps."""
    answer = problem(status_of(error), code=error.code, detail=str(error) or error.code)
    if seconds > 0:
        answer["Retry-After"] = str(ceil(seconds))
    return answer


def problem(
    status: HTTPStatus, *, code: str, detail: str, misfits: Sequence[Misfit] = ()
) -> HttpResponse:
    """Return an answer that tells of one problem."""
    told = Problem(
        type="about:blank",
        title=status.phrase,
        status=status.value,
        detail=detail,
        code=code,
        misfits=[*misfits[:_MAX_PLACES]],
    )
    answer = HttpResponse(told.model_dump_json(), content_type=PROBLEM_TYPE, status=status.value)
    if status is HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = CHALLENGE
    return answer
