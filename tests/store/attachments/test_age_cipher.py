"""The cipher opens what it sealed, notices every change, and never takes a failure for success."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.store.attachments.age_cipher import AgeCipher
from servanda.usecases.ports.attachments import UnreadableAttachmentError

CIPHER = AgeCipher()
TWO_CHUNKS = bytes(100_000)


def sealed(plain: bytes) -> tuple[bytes, str]:
    sink = BytesIO()
    identity = CIPHER.encrypt(BytesIO(plain), sink)
    return sink.getvalue(), identity


def opened(content: bytes, identity: str) -> bytes:
    sink = BytesIO()
    CIPHER.decrypt(BytesIO(content), sink, identity=identity)
    return sink.getvalue()


@settings(max_examples=25)
@given(st.binary(max_size=300) | st.integers(65_530, 65_545).map(bytes))
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    assert opened(*sealed(plain)) == plain


def test_every_attachment_has_an_identity_of_its_own() -> None:
    (first, key), (second, other) = sealed(b"same"), sealed(b"same")

    assert key != other
    assert first != second
    with pytest.raises(UnreadableAttachmentError):
        opened(first, other)


@pytest.mark.parametrize("place", [0, 30, 150, 220, 70_000, -1])
def test_an_altered_byte_is_noticed(place: int) -> None:
    content, identity = sealed(TWO_CHUNKS)
    altered = bytearray(content)
    altered[place] ^= 1

    with pytest.raises(UnreadableAttachmentError):
        opened(bytes(altered), identity)


@pytest.mark.parametrize("length", [0, 10, 200, 65_000, 65_800, -1])
def test_a_cut_file_is_noticed(length: int) -> None:
    content, identity = sealed(TWO_CHUNKS)

    with pytest.raises(UnreadableAttachmentError):
        opened(content[:length], identity)


@settings(max_examples=40)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(content: bytes) -> None:
    _, identity = sealed(b"")

    with pytest.raises(UnreadableAttachmentError):
        opened(content, identity)


@pytest.mark.parametrize("identity", ["", "AGE-SECRET-KEY-1QQ", "AGE-SECRET-KEY-1" + "Q" * 58])
def test_what_is_no_identity_is_refused(identity: str) -> None:
    with pytest.raises(UnreadableAttachmentError):
        opened(sealed(b"x")[0], identity)


class FullDisk:
    """Takes so many bytes and no more."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, data: bytes, /) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError(28, "No space left on device")
        return len(data)


class BrokenDisk:
    def __init__(self, good: int) -> None:
        self.good = good

    def read(self, size: int = -1, /) -> bytes:
        self.good -= 1
        if self.good < 0:
            raise OSError(5, "Input/output error")
        return bytes(min(size, 8_192))


@pytest.mark.parametrize(
    ("plain", "room"),
    [(b"", 0), (b"", 100), (b"short", 100), (TWO_CHUNKS, 0), (TWO_CHUNKS, 70_000)],
)
def test_a_disk_too_full_to_encrypt_is_never_taken_for_success(plain: bytes, room: int) -> None:
    with pytest.raises(OSError, match="No space"):
        CIPHER.encrypt(BytesIO(plain), FullDisk(room))


@pytest.mark.parametrize(
    ("plain", "room"), [(b"short", 0), (b"short", 4), (TWO_CHUNKS, 0), (TWO_CHUNKS, 70_000)]
)
def test_a_disk_too_full_to_decrypt_is_never_taken_for_success(plain: bytes, room: int) -> None:
    content, identity = sealed(plain)

    with pytest.raises(OSError, match="No space"):
        CIPHER.decrypt(BytesIO(content), FullDisk(room), identity=identity)


@pytest.mark.parametrize("good", [0, 1, 20])
def test_a_source_that_cannot_be_read_is_never_taken_for_its_end(good: int) -> None:
    with pytest.raises(OSError, match="Input/output"):
        CIPHER.encrypt(BrokenDisk(good), BytesIO())
