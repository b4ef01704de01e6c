"""One way to write a set of files as a zip, so that every byte follows from the files."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.bundle.container import StoredFile, container_parts, read_container
from servanda.core.bundle.layout import UnreadableBundleError

FILES = {"README.txt": b"text", "bundle.json": b"{}", "logs/a/checkpoint": b"head\n"}


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    return b"".join(container_parts(files))


def read(data: bytes) -> dict[str, StoredFile]:
    return dict(
        read_container(lambda offset, length: data[offset : offset + length], size=len(data))
    )


def by_zipfile(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return what Python's own library makes of the same files and settings."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files:
            entry = zipfile.ZipInfo(path)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableBundleError) as caught:
        read(data)
    return str(caught.value)


paths = st.text(st.characters(codec="ascii", categories=("L", "N", "P")), min_size=1, max_size=30)


@given(st.dictionaries(paths, st.binary(max_size=60), max_size=6))
def test_the_file_is_the_one_that_pythons_library_writes(files: dict[str, bytes]) -> None:
    ordered = sorted(files.items())

    assert zipped(ordered) == by_zipfile(ordered)


@given(st.dictionaries(paths, st.binary(max_size=60), max_size=6))
def test_what_was_written_is_found_where_it_lies(files: dict[str, bytes]) -> None:
    data = zipped(sorted(files.items()))

    found = read(data)

    assert {
        path: data[file.content_offset : file.content_offset + file.size]
        for path, file in found.items()
    } == files


def test_more_files_than_the_plain_ending_can_count_are_listed() -> None:
    many = [(f"{number:06}", b"") for number in range(2**16)]
    data = zipped(many)

    assert len(read(data)) == 2**16
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert len(archive.namelist()) == 2**16


@pytest.mark.parametrize("blocks", [9, 17])  # beyond 2 and beyond 4 GiB
def test_files_farther_away_than_the_plain_ending_can_say_are_listed(
    tmp_path: Path, blocks: int
) -> None:
    block = bytes(256 * 1024 * 1024)
    place = tmp_path / "large.zip"
    with place.open("wb") as target:
        for part in container_parts((f"{number:02}", block) for number in range(blocks)):
            if part is block:
                target.seek(len(block), 1)  # leaves a hole that takes no room
            else:
                target.write(part)

    with place.open("rb") as file, zipfile.ZipFile(place) as archive:

        def read_at(offset: int, length: int) -> bytes:
            file.seek(offset)
            return file.read(length)

        found = read_container(read_at, size=place.stat().st_size)
        by_library = [info.header_offset for info in archive.infolist()]

    assert [file.offset for file in found.values()] == by_library


def test_no_byte_beside_the_contents_can_be_altered() -> None:
    data = zipped(FILES.items())
    contents = {
        position
        for file in read(data).values()
        for position in range(file.content_offset, file.content_offset + file.size)
    }

    for position in set(range(len(data))) - contents:
        for mask in range(1, 256):
            altered = bytearray(data)
            altered[position] ^= mask
            refused(bytes(altered))


@pytest.mark.parametrize("length", range(len(zipped(FILES.items()))))
def test_no_part_of_a_file_is_a_file(length: int) -> None:
    refused(zipped(FILES.items())[:length])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"more" + zipped(FILES.items()),
        zipped(FILES.items()) + b"more",
        zipped(FILES.items()) * 2,
        zipped(FILES.items()).replace(b"PK\x01\x02", b"morePK\x01\x02", 1),
        zipped([("b", b"1"), ("a", b"2")]),
        zipped([("a", b"1"), ("a", b"2")]),
        zipped([("a\0b", b"1")]),
        zipped([("a\x1b[2J", b"1")]),
    ],
    ids=[
        "nothing",
        "before",
        "after",
        "two",
        "between",
        "unsorted",
        "twice",
        "name that ends early",
        "name that moves the cursor",
    ],
)
def test_what_two_programs_could_read_differently_is_refused(data: bytes) -> None:
    assert "servanda export" in refused(data)


def altered_zip(**changes: object) -> bytes:
    """Return a zip whose first file has other properties than ours."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("README.txt")
        entry.create_system = 3
        entry.external_attr = 0o100644 << 16
        for name, value in changes.items():
            setattr(entry, name, value)
        archive.writestr(entry, b"text")
    return target.getvalue()


@pytest.mark.parametrize(
    "changes",
    [
        {"compress_type": zipfile.ZIP_DEFLATED},
        {"compress_type": zipfile.ZIP_BZIP2},
        {"date_time": (1980, 1, 1, 0, 0, 2)},
        {"comment": b"signed by nobody"},
        {"extra": b"\x01\x00\x00\x00"},
        {"create_system": 0},
        {"external_attr": 0o120644 << 16},
        {"filename": "folder/"},
        {"filename": "文.txt"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_file_packed_otherwise_is_refused(changes: dict[str, object]) -> None:
    assert read(altered_zip())
    if changes == {"filename": "folder/"}:
        assert list(read(altered_zip(**changes))) == ["folder/"]  # refused by the list of files
        return
    refused(altered_zip(**changes))


def test_a_comment_on_the_whole_is_refused() -> None:
    target = BytesIO(zipped(FILES.items()))
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = b"verified by nobody"

    refused(target.getvalue())


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    refused(data)
