"""Do for a program once what it asks for under one name, however often it asks.

1. A name is one key's: nobody is answered what another was.
2. The same name with the same wish gets the answer of the first time; with another wish, none.
3. Two at once: the second is told to wait.
4. Only what was done is kept. What was refused may be asked for anew, corrected, under its name.
5. Who dies between doing and keeping has left a name without an answer. After a while the same may
   be asked for anew; what it does has to do nothing the second time by itself, as a statement
   queued under one ticket does.
6. Answers are kept for some days.

Source: docs/reference/api.md, "Doing a thing once".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Final

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, digest_of
from servanda.core.people.api_key import ApiKey
from servanda.usecases.ports.api_keys import GivenAnswer
from servanda.usecases.services import Services

KEPT_FOR: Final = timedelta(days=7)
PATIENCE: Final = timedelta(minutes=1)  # (5)
_LABEL = b"servanda-api-once/1\n"
_DIGITS = 32


class AskedOtherwiseError(InvalidInputError):
    """The same name stood for another wish before."""

    code: ClassVar[str] = "asked-otherwise"


class AskedJustNowError(InvalidInputError):
    """The same is being done at this moment; ask again in a while."""

    code: ClassVar[str] = "asked-just-now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a program asks for.

    Attributes:
        key: Whose name it is (1).
        name: As the program calls it.
        asked: Everything that is asked for, as bytes.
        at: When, by the machine's clock.
    """

    key: ApiKey
    name: str
    asked: bytes
    at: datetime

    @property
    def digest(self) -> Digest:
        """What the answer is kept under."""
        return digest_of(_LABEL + self.key.token.encode() + b"\n" + self.name.encode())

    @property
    def ticket(self) -> str:
        """A ticket for what is queued by it: the same each time (5)."""
        return f"api-{self.digest.removeprefix('sha256:')[:_DIGITS]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer.

    Attributes:
        status: Of it.
        body: Of it.
        is_repeated: Whether it is that of an earlier time.
    """

    status: int
    body: bytes
    is_repeated: bool = False


def answer_once(
    wish: Wish, act: Callable[[], tuple[int, bytes]], *, services: Services
) -> Answered:
    """Return what `act` answers, or answered before.

    Args:
        wish: What is asked for.
        act: Does it, and returns status and body.
        services: The node's ports.

    Raises:
        AskedOtherwiseError: (2)
        AskedJustNowError: (3)
    """
    store = services.store
    begun = GivenAnswer(name=wish.digest, asked=digest_of(wish.asked), begun_at=wish.at)
    known = store.begin_answer(begun, forget_before=wish.at - KEPT_FOR)  # (6)
    if known is not None:
        if known.asked != begun.asked:
            raise AskedOtherwiseError(
                "this idempotency key stood for another request before; take a new one"
            )
        if known.status:
            return Answered(status=known.status, body=known.body, is_repeated=True)
        if wish.at < known.begun_at + PATIENCE:
            raise AskedJustNowError("the same is being done at this moment; ask again in a minute")
    is_done = False
    try:
        status, body = act()
        is_done = True
    finally:
        if not is_done:
            store.forget_answer(wish.digest)  # (4)
    store.finish_answer(replace(begun, status=status, body=body))
    return Answered(status=status, body=body)
