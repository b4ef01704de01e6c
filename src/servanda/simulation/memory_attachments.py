"""Attachments without a disk: ciphertexts, plaintext and a cipher that only stands for one.

Source: servanda/usecases/ports/attachments.py, whose promises these keep.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from typing_extensions import override

from servanda.core.attachments.parts import AttachmentTooLargeError, OtherOffsetError
from servanda.core.identifiers import DIGEST_PREFIX, Digest, digest_of
from servanda.usecases.ports.attachments import (
    AttachmentBusyError,
    AttachmentCipher,
    AttachmentFiles,
    FileExistsAlreadyError,
    NewFile,
    Reader,
    ReleaseFolder,
    SeekableReader,
    UnreadableAttachmentError,
    Writer,
    WrongAttachmentError,
    drain,
)

_BECH32 = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"


@dataclass(slots=True)
class _MemoryFile(NewFile):
    """A file being written."""

    content: io.BytesIO = field(default_factory=io.BytesIO)
    name: str = ""

    @override
    def write(self, data: bytes, /) -> int:
        return self.content.write(data)

    @override
    def keep(self, name: str) -> None:
        self.name = name


class MemoryAttachmentFiles(AttachmentFiles):
    """Keeps ciphertexts in memory; small ones only."""

    def __init__(self, *, room: int = 2**40) -> None:
        self.whole: dict[Digest, bytes] = {}
        self.partial: dict[Digest, bytes] = {}
        self._room = room
        self._lock = Lock()
        self._noted: set[Digest] = set()
        self._holders = 0

    @override
    @contextmanager
    def new(self) -> Iterator[NewFile]:
        file = _MemoryFile()
        with self.hold():
            yield file
        if file.name:
            self.whole[Digest(DIGEST_PREFIX + file.name)] = file.content.getvalue()

    @override
    def size(self, digest: Digest) -> int | None:
        held = self.whole.get(digest)
        return None if held is None else len(held)

    @override
    @contextmanager
    def open(self, digest: Digest) -> Iterator[SeekableReader]:
        yield io.BytesIO(self.whole[digest])

    @override
    def partial_size(self, digest: Digest) -> int:
        return len(self.partial.get(digest, b""))

    @override
    def add_part(self, digest: Digest, *, offset: int, room: int, pieces: Iterable[bytes]) -> int:
        if not self._lock.acquire(blocking=False):
            raise AttachmentBusyError(f"another part of {digest} is arriving")
        try:
            held = self.partial.get(digest, b"")
            if offset != len(held):
                raise OtherOffsetError(f"expected a part at {len(held)}", have=len(held))
            part = bytearray()
            try:
                for piece in pieces:
                    part += piece
            finally:
                if len(part) <= room:
                    self.partial[digest] = held + bytes(part)
            if len(part) > room:
                raise AttachmentTooLargeError(f"expected a part of at most {room} bytes")
            return len(held) + len(part)
        finally:
            self._lock.release()

    @override
    def finish(self, digest: Digest, *, may_grow: bool) -> int:
        content = self.partial.get(digest)
        if content is None:
            raise AttachmentBusyError(f"{digest} is no longer unfinished")
        is_right = digest_of(content) == digest
        if is_right or not may_grow:
            del self.partial[digest]
        if not is_right:
            raise WrongAttachmentError(f"expected bytes with {digest}, found {digest_of(content)}")
        self.whole[digest] = content
        return len(content)

    @override
    def free_bytes(self) -> int:
        return self._room - sum(map(len, (*self.whole.values(), *self.partial.values())))

    @override
    def remove(self, digest: Digest) -> None:
        self.whole.pop(digest, None)
        self.partial.pop(digest, None)

    @override
    def note(self, digest: Digest) -> None:
        self._noted.add(digest)

    @override
    def settle(self, digest: Digest) -> None:
        self._noted.discard(digest)

    @override
    @contextmanager
    def hold(self) -> Iterator[None]:
        self._holders += 1
        try:
            yield
        finally:
            self._holders -= 1

    @override
    def sweep(self, discard: Callable[[Digest], None]) -> None:
        if not self._holders:
            for digest in sorted(self._noted):
                discard(digest)


class MemoryReleaseFolder(ReleaseFolder):
    """Keeps plaintext in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    @override
    @contextmanager
    def new(self) -> Iterator[NewFile]:
        file = _MemoryFile()
        yield file
        if file.name in self.files:
            raise FileExistsAlreadyError(f"expected no {file.name}, found one")
        if file.name:
            self.files[file.name] = file.content.getvalue()


class PlainCipher(AttachmentCipher):
    """Puts an identity before the plaintext instead of encrypting: for simulations alone."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0

    @override
    def encrypt(self, plain: Reader, sealed: Writer) -> str:
        self._count += 1
        drawn = sha256(f"{self._seed} {self._count}".encode()).digest() * 2
        identity = "AGE-SECRET-KEY-1" + "".join(_BECH32[byte % 32] for byte in drawn[:58])
        sealed.write(identity.encode())
        while piece := plain.read(2**16):
            sealed.write(piece)
        return identity

    @override
    def decrypt(self, sealed: Reader, plain: Writer, *, identity: str) -> None:
        if sealed.read(len(identity)) != identity.encode():
            drain(sealed)
            raise UnreadableAttachmentError("expected an identity that opens it, found another")
        while piece := sealed.read(2**16):
            plain.write(piece)
