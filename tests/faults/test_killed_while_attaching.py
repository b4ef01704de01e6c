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


@pytest.mark.parametrize("pieces", [0, 3, 8])
def test_a_kill_while_encrypting_shows_no_file_under_a_name(tmp_path: Path, pieces: int) -> None:
    run_until_killed(ENCRYPTING, tmp_path, pieces=pieces)

    assert FolderAttachmentFiles(tmp_path).size(Digest("sha256:" + "0" * 64)) is None
    assert list(tmp_path.glob("*.age")) == []
