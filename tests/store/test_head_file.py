"""The head file is replaced whole, and only by who has read what is there."""

from pathlib import Path

import pytest

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import digest_of
from servanda.store.head_file import FileHeads
from servanda.usecases.exchange.heads import (
    BehindHeadError,
    DamagedHeadFileError,
    advance_heads,
    encode_heads,
    parse_heads,
)
from servanda.usecases.ports.outside import Head, HeadMovedError, Heads
from tests.usecases.store_samples import OWN

ONE = Head(size=1, root=digest_of(b"1"))
TWO = Head(size=2, root=digest_of(b"2"))
HEADS = Heads(logs={str(OWN): TWO}, copies={str(OWN.reverse): ONE})


def test_a_missing_file_holds_no_heads(tmp_path: Path) -> None:
    assert FileHeads(tmp_path / "heads.json").read() == Heads()


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    file = FileHeads(tmp_path / "heads.json")

    file.replace(Heads(), HEADS)

    assert file.read() == HEADS
    assert [entry.name for entry in tmp_path.iterdir() if "partial" in entry.name] == []


def test_who_has_not_read_the_newest_heads_replaces_nothing(tmp_path: Path) -> None:
    file = FileHeads(tmp_path / "heads.json")
    file.replace(Heads(), HEADS)

    with pytest.raises(HeadMovedError):
        file.replace(Heads(), Heads(logs={str(OWN): ONE}))

    assert file.read() == HEADS


def test_a_folder_that_is_gone_is_the_operators_business(tmp_path: Path) -> None:
    with pytest.raises(MisconfiguredError, match="cannot write"):
        FileHeads(tmp_path / "gone" / "heads.json").replace(Heads(), HEADS)


def test_heads_only_grow(tmp_path: Path) -> None:
    file = FileHeads(tmp_path / "heads.json")
    advance_heads(file, logs={OWN: ONE}, copies={})
    advance_heads(file, logs={OWN: TWO}, copies={OWN.reverse: ONE})
    advance_heads(file, logs={OWN: TWO}, copies={})

    assert file.read() == HEADS
    for lower in (ONE, Head(size=2, root=digest_of(b"other"))):
        with pytest.raises(BehindHeadError, match="size 2"):
            advance_heads(file, logs={OWN: lower}, copies={})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"copies":{},"logs":{},"v":"servanda-heads/2"}',
        b'{"copies":{},"logs":[],"v":"servanda-heads/1"}',
        b'{"copies":{},"logs":{"x":{"root":"","size":1}},"v":"servanda-heads/1"}',
        encode_heads(HEADS).replace(b'"size":2', b'"size":true'),
        encode_heads(HEADS).replace(b"sha256:", b"sha257:"),
    ],
)
def test_a_damaged_head_file_stops_the_node(data: bytes) -> None:
    with pytest.raises(DamagedHeadFileError):
        parse_heads(data)
