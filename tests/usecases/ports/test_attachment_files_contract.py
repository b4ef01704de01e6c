"""The promises that ports.attachments.AttachmentFiles makes, run against every implementation."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from servanda.core.attachments.parts import AttachmentTooLargeError, OtherOffsetError
from servanda.core.identifiers import Digest, digest_of
from servanda.simulation.memory_attachments import MemoryAttachmentFiles
from servanda.store.attachments.files import FolderAttachmentFiles
from servanda.usecases.ports.attachments import (
    AttachmentBusyError,
    AttachmentFiles,
    WrongAttachmentError,
)

CONTENT = bytes(range(256)) * 4
DIGEST = digest_of(CONTENT)
HEX = DIGEST.removeprefix("sha256:")

OPENERS: dict[str, Callable[[Path], AttachmentFiles]] = {
    "memory": lambda _: MemoryAttachmentFiles(),
    "folder": FolderAttachmentFiles,
}


@pytest.fixture(params=OPENERS)
def files(request: pytest.FixtureRequest, tmp_path: Path) -> AttachmentFiles:
    return OPENERS[request.param](tmp_path)


def read(files: AttachmentFiles) -> bytes:
    with files.open(DIGEST) as source:
        return source.read()


def test_a_new_file_is_whole_once_it_is_kept(files: AttachmentFiles) -> None:
    with files.new() as new:
        new.write(CONTENT[:100])
        new.write(CONTENT[100:])
        before = files.size(DIGEST)
        new.keep(HEX)

    assert before is None
    assert files.size(DIGEST) == len(CONTENT)
    assert read(files) == CONTENT


def test_a_new_file_that_is_not_kept_leaves_nothing(files: AttachmentFiles) -> None:
    with files.new() as new:
        new.write(CONTENT)

    assert files.size(DIGEST) is None
    assert files.partial_size(DIGEST) == 0


def test_parts_are_appended_and_become_whole(files: AttachmentFiles) -> None:
    first = files.add_part(DIGEST, offset=0, room=1024, pieces=[CONTENT[:10], CONTENT[10:300]])
    second = files.add_part(DIGEST, offset=300, room=724, pieces=[CONTENT[300:]])
    held = files.size(DIGEST)

    assert (first, second, held) == (300, 1024, None)
    assert files.finish(DIGEST, may_grow=False) == 1024
    assert read(files) == CONTENT
    assert files.partial_size(DIGEST) == 0


@pytest.mark.parametrize("offset", [0, 1, 99, 101, 5_000])
def test_a_part_elsewhere_changes_nothing(files: AttachmentFiles, offset: int) -> None:
    files.add_part(DIGEST, offset=0, room=1024, pieces=[CONTENT[:100]])

    with pytest.raises(OtherOffsetError) as refused:
        files.add_part(DIGEST, offset=offset, room=1024, pieces=[b"x" * 50])

    assert refused.value.have == 100
    assert files.partial_size(DIGEST) == 100


def test_a_part_longer_than_its_room_is_forgotten_whole(files: AttachmentFiles) -> None:
    files.add_part(DIGEST, offset=0, room=1024, pieces=[CONTENT[:100]])

    with pytest.raises(AttachmentTooLargeError):
        files.add_part(DIGEST, offset=100, room=10, pieces=[b"12345", b"678901"])

    assert files.partial_size(DIGEST) == 100


def test_what_came_before_the_line_broke_is_kept(files: AttachmentFiles) -> None:
    def broken() -> Iterator[bytes]:
        yield CONTENT[:64]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.add_part(DIGEST, offset=0, room=1024, pieces=broken())

    assert files.partial_size(DIGEST) == 64
    assert files.add_part(DIGEST, offset=64, room=960, pieces=[CONTENT[64:]]) == 1024
    assert files.finish(DIGEST, may_grow=False) == 1024


def test_two_parts_of_one_attachment_are_not_written_at_once(files: AttachmentFiles) -> None:
    def meddling() -> Iterator[bytes]:
        yield CONTENT[:8]
        with pytest.raises(AttachmentBusyError):
            files.add_part(DIGEST, offset=0, room=1024, pieces=[b"other"])
        yield CONTENT[8:]

    assert files.add_part(DIGEST, offset=0, room=1024, pieces=meddling()) == 1024
    assert files.finish(DIGEST, may_grow=False) == 1024


def test_wrong_bytes_are_thrown_away_unless_more_may_come(files: AttachmentFiles) -> None:
    files.add_part(DIGEST, offset=0, room=1024, pieces=[b"something else"])

    with pytest.raises(WrongAttachmentError):
        files.finish(DIGEST, may_grow=True)
    kept = files.partial_size(DIGEST)
    with pytest.raises(WrongAttachmentError):
        files.finish(DIGEST, may_grow=False)

    assert kept == 14
    assert files.partial_size(DIGEST) == 0
    assert files.size(DIGEST) is None


def test_what_is_not_unfinished_cannot_be_finished(files: AttachmentFiles) -> None:
    with pytest.raises(AttachmentBusyError):
        files.finish(DIGEST, may_grow=False)


def test_removing_forgets_whole_and_unfinished_files(files: AttachmentFiles) -> None:
    files.add_part(DIGEST, offset=0, room=1024, pieces=[CONTENT[:100]])
    files.remove(DIGEST)
    unfinished = files.partial_size(DIGEST)
    with files.new() as new:
        new.write(CONTENT)
        new.keep(HEX)
    files.remove(DIGEST)
    files.remove(DIGEST)

    assert unfinished == 0
    assert files.size(DIGEST) is None


def test_there_is_room(files: AttachmentFiles) -> None:
    assert files.free_bytes() > 0


def test_a_folder_holds_only_whole_files_under_their_names(tmp_path: Path) -> None:
    files = FolderAttachmentFiles(tmp_path)
    files.add_part(DIGEST, offset=0, room=1024, pieces=[CONTENT[:100]])
    with files.new() as new:
        new.write(CONTENT)

    assert [file.name for file in tmp_path.iterdir()] == [f".partial-{HEX}"]
    files.add_part(DIGEST, offset=100, room=1024, pieces=[CONTENT[100:]])
    files.finish(DIGEST, may_grow=False)
    (whole,) = tmp_path.iterdir()
    assert whole.name == f"{HEX}.age"
    assert whole.stat().st_mode & 0o777 == 0o600


def test_what_is_noted_is_swept_until_it_is_settled(files: AttachmentFiles) -> None:
    swept: list[Digest] = []
    with files.new() as new:
        new.write(CONTENT)
        files.note(DIGEST)
        new.keep(HEX)
    files.sweep(swept.append)
    files.settle(DIGEST)

    files.sweep(swept.append)

    assert swept == [DIGEST]
    assert files.size(DIGEST) == len(CONTENT)


def test_nothing_is_swept_while_somebody_writes_or_holds(files: AttachmentFiles) -> None:
    swept: list[Digest] = []
    files.note(DIGEST)

    with files.hold():
        files.sweep(swept.append)
    with files.new() as new:
        files.sweep(swept.append)
        new.write(CONTENT)
        new.keep(HEX)

    assert swept == []
    assert files.size(DIGEST) == len(CONTENT)


def test_parts_that_arrived_stay_when_all_else_is_swept(files: AttachmentFiles) -> None:
    files.add_part(DIGEST, offset=0, room=1024, pieces=[CONTENT[:10]])

    files.sweep(lambda _: None)

    assert files.partial_size(DIGEST) == 10
