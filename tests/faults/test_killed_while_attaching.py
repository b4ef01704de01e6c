"""A process killed in the middle of an attachment leaves what can be gone on with, or nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from servanda.core.identifiers import Digest, digest_of
from servanda.store.attachments.files import FolderAttachmentFiles
from tests.house.places import ROOT

CONTENT = bytes(range(251)) * 8_000  # some eight pieces
DIGEST = digest_of(CONTENT)

START = """
import os, signal, sys
from pathlib import Path
from servanda.store.attachments.age_cipher import AgeCipher
from servanda.store.attachments.files import FolderAttachmentFiles
from servanda.store.attachments.release_folder import DiskReleaseFolder

folder, digest, pieces = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
content = bytes(range(251)) * 8_000
files = FolderAttachmentFiles(folder)

def dying():
    for number in range(0, len(content), 250_000):
        if number // 250_000 == pieces:
            os.kill(os.getpid(), signal.SIGKILL)
        yield content[number : number + 250_000]
"""
RECEIVING = START + "files.add_part(digest, offset=0, room=len(content), pieces=dying())\n"
ENCRYPTING = (
    START
    + """
class Dying:
    source, rest = dying(), b""
    def read(self, size=-1):
        self.rest = self.rest or next(self.source, b"")
        piece, self.rest = self.rest[:size], self.rest[size:]
        return piece

with files.new() as new:
    AgeCipher().encrypt(Dying(), new)
    new.keep("0" * 64)
"""
)


def run_until_killed(program: str, folder: Path, *, pieces: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), DIGEST, str(pieces)],
        check=False,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == -9


@pytest.mark.parametrize("pieces", [0, 1, 4, 8])
def test_receiving_goes_on_after_a_kill(tmp_path: Path, pieces: int) -> None:
    run_until_killed(RECEIVING, tmp_path, pieces=pieces)
    files = FolderAttachmentFiles(tmp_path)
    have = files.partial_size(DIGEST)

    files.add_part(DIGEST, offset=have, room=len(CONTENT), pieces=[CONTENT[have:]])

    assert files.size(DIGEST) is None
    assert files.finish(DIGEST, may_grow=False) == len(CONTENT)


# Kills itself at the n-th time that it opens, renames or removes a file of the folder, or is
# about to write a piece: every point at which another thing lies on the disk.
WHOLE_RECEIVING = (
    START
    + """
left = pieces

def reached():
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1

def hook(event, arguments):
    if event in {"open", "os.rename", "os.remove"} and str(folder) in str(arguments[0]):
        reached()

def counted(part):
    for start in range(0, len(part), 250_000):
        reached()
        yield part[start : start + 250_000]

sys.addaudithook(hook)
half = len(content) // 2
files.add_part(digest, offset=0, room=half, pieces=counted(content[:half]))
files.add_part(digest, offset=half, room=len(content), pieces=counted(content[half:]))
reached()
files.finish(digest, may_grow=False)
reached()
"""
)


def test_receiving_goes_on_after_a_kill_at_every_point_where_the_disk_changes(
    tmp_path: Path,
) -> None:
    point, died = 0, True
    while died:
        folder = tmp_path / str(point)
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", WHOLE_RECEIVING, str(folder), DIGEST, str(point)],
            check=False,
            env={"PYTHONPATH": str(ROOT / "src")},
        )
        assert done.returncode in {0, -9}
        require_goes_on(FolderAttachmentFiles(folder))
        point, died = point + 1, done.returncode == -9

    assert point > 10  # it was killed at many points, and in the end came through


def require_goes_on(files: FolderAttachmentFiles) -> None:
    """Receive what is missing; in the end the file is whole, and nothing lies beside it."""
    if files.size(DIGEST) is None:
        have = files.partial_size(DIGEST)
        if have < len(CONTENT):
            files.add_part(DIGEST, offset=have, room=len(CONTENT), pieces=[CONTENT[have:]])
        files.finish(DIGEST, may_grow=False)
    with files.open(DIGEST) as whole:
        assert whole.read(len(CONTENT) + 1) == CONTENT
    assert len(list(files.folder.iterdir())) == 1


@pytest.mark.parametrize("pieces", [0, 3, 8])
def test_a_kill_while_encrypting_shows_no_file_under_a_name(tmp_path: Path, pieces: int) -> None:
    run_until_killed(ENCRYPTING, tmp_path, pieces=pieces)

    files = FolderAttachmentFiles(tmp_path)
    assert files.size(Digest("sha256:" + "0" * 64)) is None
    assert list(tmp_path.glob("*.age")) == []
    files.sweep(lambda _: None)
    assert list(tmp_path.iterdir()) == []
