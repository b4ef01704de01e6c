"""The zip file around a bundle: every byte of it follows from the files inside.

A zip file can say more than its files: comments, times, bytes between the files, a second list
that another program reads. So two programs may find different files in one archive, and whoever
looks into a verified bundle with the second would see what nobody verified. Here there is one
way to write a given set of files, and whatever is written otherwise is refused.

Used by the export, and by `servanda verify` before it looks at any file.

Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16; docs/spec/bundle.md,
"The zip file".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from struct import Struct
from struct import error as TooShortError  # noqa: N812 - what struct's `error` means here
from typing import TypeAlias
from zlib import crc32

from servanda.core.bundle.layout import UnreadableBundleError

# Gives `length` bytes from an offset on, fewer at the end of the file.
ReadAt: TypeAlias = Callable[[int, int], bytes]

MAX_FILES = 4_000_000  # two for each of two million statements
MAX_DIRECTORY_BYTES = 1024 * 1024 * 1024  # what so many can take to list

_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5H2L")
_END = Struct("<4s4H2LH")
_END_64 = Struct("<4sQ2H2L4Q")
_LOCATOR_64 = Struct("<4sLQL")
_OFFSET_64 = Struct("<2HQ")

_LOCATED = b"PK\x06\x07"  # where the list is too long or too far away for the plain ending

_VERSION = 20  # of the format, the least for folders in names
_VERSION_64 = 45
_MADE_ON_UNIX = 3 << 8
_STORED = 0  # signatures and hashes do not shrink, and compressors differ from one to the next
_TIME, _DATE = 0, 0x21  # 1980-01-01 00:00, the earliest that can be said
_PLAIN_FILE = 0o100644 << 16

_LONG = 2**31 - 1  # offsets above are written in eight bytes, so that no reader takes a sign
_MANY = 2**16 - 1
_INSTEAD = 2**32 - 1  # stands where the eight bytes stand elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file of the container.

    Attributes:
        path: Its name, ASCII.
        size: In bytes.
        checksum: CRC-32 of its content, as stated.
        offset: Where its header begins.
    """

    path: str
    size: int
    checksum: int
    offset: int

    @property
    def content_offset(self) -> int:
        """Where its content begins."""
        return self.offset + _LOCAL.size + len(self.path)

    @property
    def end(self) -> int:
        """Where the next file's header begins, or the list of all."""
        return self.content_offset + self.size


def container_parts(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield the bytes of the zip file that holds `files`, part by part.

    Args:
        files: Path and content, sorted by path, each path once.
    """
    stored: list[StoredFile] = []
    for path, content in files:
        offset = stored[-1].end if stored else 0
        file = StoredFile(path=path, size=len(content), checksum=crc32(content), offset=offset)
        stored.append(file)
        yield _local_header(file)
        yield content
    yield _directory(stored)


def read_container(read: ReadAt, *, size: int) -> Mapping[str, StoredFile]:
    """Return the files of a zip file, after all of it but their contents was checked.

    Whether a content has its `checksum` is for the reader to say: the bundle's own hashes name
    what was altered better than a checksum can.

    Args:
        read: Gives the bytes of the zip file; nothing in them is trusted.
        size: Of the zip file.

    Raises:
        UnreadableBundleError: It is not byte for byte what `container_parts` makes.
    """
    try:
        files = _listed(read, size)
    except (TooShortError, UnicodeDecodeError) as error:
        raise _not_ours(f"its list of files cannot be read ({error})") from error
    for before, after in pairwise(files):
        if before.path >= after.path:
            raise _not_ours(f"{after.path} follows {before.path}: expected each name once, sorted")
    directory = _directory(files)
    start = files[-1].end if files else 0
    if start + len(directory) != size or read(start, len(directory)) != directory:
        raise _not_ours("its list of files is another, or bytes lie before, between or after them")
    for file in files:
        header = _local_header(file)
        if read(file.offset, len(header)) != header:
            raise _not_ours(f"{file.path} has another header than the list says")
    return {file.path: file for file in files}


def _listed(read: ReadAt, size: int) -> list[StoredFile]:
    """Return the files that the list names, each placed right after the one before.

    Nothing is believed: the caller makes the whole list again from what is returned.
    """
    end = size - _END.size
    _, _, _, _, count, length, start, _ = _END.unpack(read(max(0, end), _END.size))
    if read(max(0, end - _LOCATOR_64.size), len(_LOCATED)) == _LOCATED:
        end -= _END_64.size + _LOCATOR_64.size
        record = _END_64.unpack(read(max(0, end), _END_64.size))
        count, length, start = record[7:]
    if count > MAX_FILES or length > MAX_DIRECTORY_BYTES or start + length != end:
        raise _not_ours(f"expected a list of at most {MAX_FILES} files right before its end")
    directory = read(start, length)
    files: list[StoredFile] = []
    position = 0
    for _ in range(count):
        entry = _CENTRAL.unpack_from(directory, position)
        checksum, content_size, name_length, extra_length = entry[7], entry[9], entry[10], entry[11]
        position += _CENTRAL.size
        path = directory[position : position + name_length].decode("ascii")
        if not path.isprintable():  # a name that ends early, or that moves the reader's cursor
            raise _not_ours(f"{path!r} is the name of a file")
        position += name_length + extra_length
        offset = files[-1].end if files else 0
        files.append(StoredFile(path=path, size=content_size, checksum=checksum, offset=offset))
    return files


def _local_header(file: StoredFile) -> bytes:
    name = file.path.encode("ascii")
    fixed = (_VERSION, 0, _STORED, _TIME, _DATE)
    sizes = (file.checksum, file.size, file.size)
    return _LOCAL.pack(b"PK\x03\x04", *fixed, *sizes, len(name), 0) + name


def _central_header(file: StoredFile) -> bytes:
    name = file.path.encode("ascii")
    is_far = file.offset > _LONG
    version = _VERSION_64 if is_far else _VERSION
    extra = _OFFSET_64.pack(1, 8, file.offset) if is_far else b""
    fixed = (_MADE_ON_UNIX | version, version, 0, _STORED, _TIME, _DATE)
    sizes = (file.checksum, file.size, file.size)
    lengths = (len(name), len(extra), 0)
    place = (0, 0, _PLAIN_FILE, _INSTEAD if is_far else file.offset)
    return _CENTRAL.pack(b"PK\x01\x02", *fixed, *sizes, *lengths, *place) + name + extra


def _directory(files: list[StoredFile]) -> bytes:
    """Return the list of all files and what ends the zip file."""
    entries = b"".join(map(_central_header, files))
    count, length, start = len(files), len(entries), files[-1].end if files else 0
    ends = b""
    if count > _MANY or start > _LONG or length > _LONG:
        versions = (_VERSION_64, _VERSION_64)
        ends = _END_64.pack(
            b"PK\x06\x06", _END_64.size - 12, *versions, 0, 0, count, count, length, start
        ) + _LOCATOR_64.pack(_LOCATED, 0, start + length, 1)
        count, length, start = min(count, _MANY), min(length, _INSTEAD), min(start, _INSTEAD)
    return entries + ends + _END.pack(b"PK\x05\x06", 0, 0, count, count, length, start, 0)


def _not_ours(problem: str) -> UnreadableBundleError:
    return UnreadableBundleError(
        f"expected a zip file as `servanda export` writes it, found one where {problem}. If it was "
        "only packed again, unpack it into an empty folder and verify that folder"
    )
