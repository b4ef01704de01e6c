"""The folder carrier takes whole envelopes only, and each until it is committed."""

from hashlib import sha256
from pathlib import Path

from servanda.transports.folder import inbound
from servanda.transports.folder.inbound import FolderInbound
from servanda.transports.folder.outbound import FolderOutbound
from servanda.usecases.ports.outside import SealedEnvelope
from tests.transports.parties import ALICE, BOB


def put(folder: Path, content: bytes) -> Path:
    envelope = SealedEnvelope(digest=sha256(content).hexdigest(), content=content)
    return Path(FolderOutbound(folder, ALICE).deliver(envelope).location)


def contents(folder: Path) -> list[bytes]:
    return [arrived.content for arrived in FolderInbound(folder, ALICE).arrived()]


def test_what_was_put_there_is_found_until_it_is_taken(tmp_path: Path) -> None:
    file = put(tmp_path, b"one")
    reader = FolderInbound(tmp_path, ALICE)
    found = list(reader.arrived())

    assert contents(tmp_path) == [b"one"]
    reader.take(found[0])

    assert contents(tmp_path) == []
    assert (file.parent / "taken" / file.name).read_bytes() == b"one"


def test_an_envelope_for_another_party_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path, b"one")

    assert list(FolderInbound(tmp_path, BOB).arrived()) == []


def test_a_file_still_being_copied_is_left_until_it_is_whole(tmp_path: Path) -> None:
    file = put(tmp_path, b"whole")
    file.write_bytes(b"wh")

    assert contents(tmp_path) == []
    file.write_bytes(b"whole")

    assert contents(tmp_path) == [b"whole"]


def test_other_files_on_the_stick_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path, b"one")
    (tmp_path / ALICE / "holiday.jpg").write_bytes(b"beach")
    (tmp_path / ALICE / ".partial-x.servanda").write_bytes(b"half")

    assert contents(tmp_path) == [b"one"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (tmp_path / ALICE).mkdir()
    name = sha256(b"secret").hexdigest() + ".servanda"
    (tmp_path / ALICE / name).symlink_to(secret)

    assert contents(tmp_path) == []


def test_a_folder_that_is_not_mounted_holds_nothing(tmp_path: Path) -> None:
    assert contents(tmp_path / "not-mounted") == []


def test_a_full_stick_is_read_a_batch_at_a_time(tmp_path: Path) -> None:
    for number in range(inbound.MAX_FILES_PER_LOOK + 3):
        put(tmp_path, number.to_bytes(4))

    assert len(contents(tmp_path)) == inbound.MAX_FILES_PER_LOOK
