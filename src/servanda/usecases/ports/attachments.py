"""Attachments as the use cases see them: encrypted files, a cipher, and where plaintext goes.

A file may be of many gigabytes, so nothing here takes or returns one whole: all that passes is a
stream of pieces.

Source: docs/spec/attachments.md.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from servanda.core.errors import CounterpartError, InvalidInputError, ServandaError
from servanda.core.identifiers import DIGEST_PREFIX, Digest
from servanda.usecases.ports.outside import HandedOver

if TYPE_CHECKING:
    from hashlib import _Hash

PIECE_BYTES = 256 * 1024  # read and written at once; memory stays the same for any size

Progress = Callable[[int], None]  # told how many more bytes, or pieces of work, are done


class Reader(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes; nothing at the end."""
        ...


class Writer(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> int:
        """Write all of `data`, or raise; return its length."""
        ...


class UnreadableAttachmentError(CounterpartError):
    """A ciphertext does not open with the identity that its statement gives."""

    code: ClassVar[str] = "unreadable-attachment"


class WrongAttachmentError(CounterpartError):
    """The bytes that came are not those whose hash was named; they were thrown away."""

    code: ClassVar[str] = "wrong-attachment"


class AttachmentBusyError(ServandaError):
    """Another part of the same attachment is being written, or there is no room; try later."""

    code: ClassVar[str] = "attachment-busy"


class FileExistsAlreadyError(InvalidInputError):
    """A file of this name is there, and nothing is ever overwritten."""

    code: ClassVar[str] = "file-exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAttachment:
    """A whole ciphertext, as a carrier takes it.

    Attributes:
        digest: Of the ciphertext.
        size: Bytes.
        open: Opens it anew, at its beginning; the context closes it.
    """

    digest: Digest
    size: int
    open: Callable[[], AbstractContextManager["SeekableReader"]]

    @property
    def hex(self) -> str:
        """The digest as it stands in file names and addresses."""
        return self.digest.removeprefix(DIGEST_PREFIX)


class SeekableReader(Reader, Protocol):
    """A reader that can begin anywhere."""

    def seek(self, offset: int, /) -> int:
        """Go on at `offset`."""
        ...


class NewFile(Writer, Protocol):
    """A file being written under a temporary name."""

    def keep(self, name: str) -> None:
        """Give it its name; on return it would survive a power cut."""
        ...


class AttachmentFiles(Protocol):
    """The ciphertexts that a node holds, whole or in part, by their digest.

    Every implementation must:
      * show a file as whole only if its bytes have the digest, and keep it so through a crash;
      * forget a new file that was not kept, at the latest when it is swept;
      * take parts at the end of the bytes held only, one at a time for each attachment;
      * hold no more than a few pieces of a file in memory;
      * be usable from several threads and processes at once.

    tests/usecases/ports/test_attachment_files_contract.py holds every implementation to this.
    """

    def new(self) -> AbstractContextManager[NewFile]:
        """Return a context in which a new ciphertext is written, then kept by its hex digest."""
        ...

    def size(self, digest: Digest) -> int | None:
        """Return the bytes of a whole ciphertext; None if it is not held whole."""
        ...

    def open(self, digest: Digest) -> AbstractContextManager[SeekableReader]:
        """Return a context that reads a whole ciphertext."""
        ...

    def partial_size(self, digest: Digest) -> int:
        """Return how many bytes of an unfinished ciphertext are held."""
        ...

    def add_part(self, digest: Digest, *, offset: int, room: int, pieces: Iterable[bytes]) -> int:
        """Append `pieces` to an unfinished ciphertext and return the bytes held.

        If `pieces` break off with an error, what came before it is kept.

        Raises:
            OtherOffsetError: `offset` is not where the bytes held end.
            AttachmentTooLargeError: More than `room` bytes came; none of them is kept.
            AttachmentBusyError: Another part is being written.
        """
        ...

    def finish(self, digest: Digest, *, may_grow: bool) -> int:
        """Make an unfinished ciphertext whole and return its size.

        Args:
            digest: What its bytes must hash to.
            may_grow: Whether more parts may still come; then wrong bytes stay.

        Raises:
            WrongAttachmentError: Its bytes have another digest; unless it `may_grow`, they are
                gone.
            AttachmentBusyError: A part is being written.
        """
        ...

    def free_bytes(self) -> int:
        """Return how much more would fit."""
        ...

    def remove(self, digest: Digest) -> None:
        """Forget an attachment, whole or not; nothing happens if it is not held."""
        ...

    def note(self, digest: Digest) -> None:
        """Note, so that it survives a crash, that no statement names `digest` yet."""
        ...

    def settle(self, digest: Digest) -> None:
        """Forget the note about `digest`: a statement names it, or it is removed."""
        ...

    def hold(self) -> AbstractContextManager[None]:
        """Return a context in which nothing is swept; `new` holds by itself."""
        ...

    def sweep(self, discard: Callable[[Digest], None]) -> None:
        """Remove new files that nobody goes on with, and give each noted digest to `discard`.

        Nothing happens while somebody holds, in this process or another.
        """
        ...


@runtime_checkable
class AttachmentTransport(Protocol):
    """Moves one attachment towards a counterpart; a transport of envelopes may do this too.

    Every implementation must:
      * go on where an earlier call stopped, and do nothing where all has been taken;
      * return only when all of it would survive a power cut at the hand-over point;
      * raise nothing but `DeliveryDelayedError`, `DeliveryRefusedError` and what `progress`
        raises, which is how a node that ends stops it;
      * be usable from several threads at once.

    tests/transports/test_attachment_contract.py holds every registered transport to this.

    Attributes:
        kind: As of `OutboundTransport`.
        needs_statement: Whether the counterpart takes it only after the statement that names it.
    """

    kind: ClassVar[str]
    needs_statement: ClassVar[bool]

    def carry(self, attachment: HeldAttachment, *, progress: Progress) -> HandedOver:
        """Hand `attachment` over and say where it was left.

        Args:
            attachment: Whole, and ours to send.
            progress: Told of bytes as they go.
        """
        ...


class AttachmentCipher(Protocol):
    """Encrypts to a key that exists for one attachment only."""

    def encrypt(self, plain: Reader, sealed: Writer) -> str:
        """Encrypt all of `plain` and return the one-time identity that opens it."""
        ...

    def decrypt(self, sealed: Reader, plain: Writer, *, identity: str) -> None:
        """Decrypt all of `sealed`; what was written counts for nothing if this raises.

        Raises:
            UnreadableAttachmentError: `identity` does not open it, or it was altered or cut.
        """
        ...


class ReleaseFolder(Protocol):
    """Where plaintext is put for people."""

    def new(self) -> AbstractContextManager[NewFile]:
        """Return a context in which a file is written, then kept under its name.

        `keep` raises `FileExistsAlreadyError` rather than overwrite anything.
        """
        ...


@dataclass(slots=True)
class Measured:
    """Counts and hashes what passes; a reader and a writer, for one thread.

    Attributes:
        source: What is read from; None for a writer.
        sink: What is written to; None for a reader.
        progress: Told of every piece.
    """

    source: Reader | None = None
    sink: Writer | None = None
    progress: Progress | None = None
    size: int = 0
    _hash: "_Hash" = field(default_factory=sha256, repr=False)

    @property
    def digest(self) -> Digest:
        """Digest of all that has passed."""
        return Digest(DIGEST_PREFIX + self._hash.hexdigest())

    def read(self, size: int = -1, /) -> bytes:
        """Read from `source`."""
        if self.source is None:
            raise TypeError("expected a reader")
        data = self.source.read(size)
        self._note(data)
        return data

    def write(self, data: bytes, /) -> int:
        """Write to `sink`."""
        if self.sink is None:
            raise TypeError("expected a writer")
        written = self.sink.write(data)
        self._note(data)
        return written

    def _note(self, data: bytes) -> None:
        self._hash.update(data)
        self.size += len(data)
        if self.progress is not None and data:
            self.progress(len(data))


def drain(source: Reader) -> None:
    """Read `source` to its end."""
    while source.read(PIECE_BYTES):
        pass
