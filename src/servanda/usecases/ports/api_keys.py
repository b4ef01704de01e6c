"""Keys of programs, and what was answered to them, as the use cases see them.

Source: docs/spec/desk.md, "Keys of programs"; docs/reference/api.md, "Doing a thing once".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from servanda.core.identifiers import Digest
from servanda.core.people.api_key import ApiKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRecord:
    """A key with what is noted about its use.

    Attributes:
        key: As it was made.
        used_at: When something was last asked for with it, to the minute; None: never.
    """

    key: ApiKey
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What a program was answered, or that it is being answered.

    Attributes:
        name: Digest of whose key it was and of the name that the program gave to what it wants.
        asked: Digest of what it asked for.
        begun_at: By the machine's clock.
        status: Of the answer; 0 while there is none.
        body: Of the answer.
    """

    name: Digest
    asked: Digest
    begun_at: datetime
    status: int = 0
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRecord:
    """An attachment that a program sent and that no statement names yet.

    Attributes:
        digest: Of the ciphertext.
        token: Digest of the key by which it was sent: by no other it can be used.
        file: What opens it, as it will stand in a body: a secret.
        at: When, by the machine's clock.
    """

    digest: Digest
    token: Digest
    file: bytes
    at: datetime


class ApiKeyStore(Protocol):
    """Keeps keys under the digests of their tokens. Which of them count the audit log says."""

    def save_api_key(self, key: ApiKey) -> None:
        """Add a key."""
        ...

    def api_key(self, token: Digest) -> ApiKeyRecord | None:
        """Return what is kept under the digest of a token, or None."""
        ...

    def api_keys(self) -> Sequence[ApiKeyRecord]:
        """Return all keys, by person, then by when they were made, then by token."""
        ...

    def use_api_key(self, token: Digest, *, at: datetime) -> None:
        """Note when it was last used; nothing happens if it has ended."""
        ...

    def end_api_key(self, token: Digest) -> None:
        """Remove a key; nothing happens if it has ended."""
        ...


class AnswerStore(Protocol):
    """Keeps answers for programs that ask again because they did not get the first one."""

    def begin_answer(self, answer: GivenAnswer, *, forget_before: datetime) -> GivenAnswer | None:
        """Add `answer`, or return what is kept under its name; older ones are removed first.

        Of two at the same moment one alone is given None.
        """
        ...

    def finish_answer(self, answer: GivenAnswer) -> None:
        """Put status and body into the place of what `begin_answer` added."""
        ...

    def forget_answer(self, name: Digest) -> None:
        """Remove it, so that the same may be asked for anew."""
        ...


class UploadStore(Protocol):
    """Keeps what opens attachments until a statement names them."""

    def save_upload(self, upload: UploadRecord) -> None:
        """Add one; another of the same digest stays."""
        ...

    def upload(self, digest: Digest) -> UploadRecord | None:
        """Return one, or None."""
        ...

    def uploads_before(self, at: datetime) -> Sequence[UploadRecord]:
        """Return those that were sent before `at`, the oldest first."""
        ...

    def end_upload(self, digest: Digest) -> None:
        """Remove one; nothing happens if it is not there."""
        ...
