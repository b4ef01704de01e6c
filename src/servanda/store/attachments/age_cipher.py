"""Encrypts attachments as age files, each to an X25519 identity made for it alone.

The recipient key is never published, so who records the ciphertext and breaks X25519 one day has
no key to break; and erasing the identity, which stands in one sealed body, erases the content.

Source: docs/spec/attachments.md, "Encryption"; the age file format, version 1 (C2SP age).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from typing_extensions import override

from servanda.usecases.ports.attachments import (
    AttachmentCipher,
    Reader,
    UnreadableAttachmentError,
    Writer,
)

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class AgeCipher(AttachmentCipher):
    """Fills the port with pyrage, which works in pieces of 64 KiB."""

    @override
    def encrypt(self, plain: Reader, sealed: Writer) -> str:
        age = _pyrage()
        identity = age.x25519.Identity.generate()
        ends = _Ends(source=plain, sink=sealed)
        _run(lambda: age.encrypt_io(ends, ends, [identity.to_public()]), ends)
        return str(identity)

    @override
    def decrypt(self, sealed: Reader, plain: Writer, *, identity: str) -> None:
        age = _pyrage()
        ends = _Ends(source=sealed, sink=plain)
        try:
            key = age.x25519.Identity.from_str(identity)
        except age.IdentityError as error:
            raise UnreadableAttachmentError("expected an age identity, found none") from error
        try:
            _run(lambda: age.decrypt_io(ends, ends, [key]), ends)
        # The library reports an altered stream as an error of reading.
        except (age.DecryptError, OSError) as error:
            if error is ends.error:
                raise
            raise UnreadableAttachmentError(
                f"expected an age file that its identity opens, found none: {error}"
            ) from error


@dataclass(slots=True)
class _Ends:
    """Source and sink of one run, remembering their errors.

    The library turns an error of ours into one of its own and at the end of a stream drops it
    altogether: a full disk must not look like success (tested).

    Attributes:
        source: Read from.
        sink: Written to.
        error: The first error of either.
    """

    source: Reader
    sink: Writer
    error: BaseException | None = field(default=None)

    def read(self, size: int = -1, /) -> bytes:
        return self._noting(lambda: self.source.read(size))

    def write(self, data: bytes, /) -> int:
        self._noting(lambda: self.sink.write(data))
        return len(data)

    def flush(self) -> None:
        """Nothing: whoever owns the sink flushes it."""

    def _noting(self, act: Callable[[], _Result]) -> _Result:
        if self.error is not None:
            raise self.error
        try:
            return act()
        except BaseException as error:
            self.error = error
            raise


def _run(act: Callable[[], object], ends: _Ends) -> None:
    try:
        act()
    finally:
        if ends.error is not None:
            raise ends.error


@cache
def _pyrage() -> ModuleType:
    # Not at the top: an idle node must stay small, and most processes never see an attachment.
    return import_module("pyrage")
