"""A file of any size passes through few megabytes: measured in a process of its own, not timed."""

import json
import subprocess
import sys
from pathlib import Path

from tests.house.places import ROOT

MEGABYTES = 256
MAX_GROWTH_MEGABYTES = 40  # far below the file, above what buffers and libraries take

# Encrypts a file, takes it in again by parts, and releases it; prints the peak after each.
PROGRAM = """
import json, resource, sys
from pathlib import Path
from servanda.store.attachments.age_cipher import AgeCipher
from servanda.store.attachments.files import FolderAttachmentFiles
from servanda.store.attachments.release_folder import DiskReleaseFolder
from servanda.usecases.ports.attachments import Measured, drain
import pyrage

folder, size = Path(sys.argv[1]), int(sys.argv[2]) * 1024 * 1024
files, cipher = FolderAttachmentFiles(folder), AgeCipher()

class Zeros:
    left = size
    def read(self, wanted=-1):
        piece = bytes(min(wanted, self.left))
        self.left -= len(piece)
        return piece

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

peaks = {"start": peak()}
with files.new() as new:
    sealed = Measured(sink=new)
    identity = cipher.encrypt(Zeros(), sealed)
    new.keep(sealed.digest.removeprefix("sha256:"))
peaks["encrypted"] = peak()

with files.open(sealed.digest) as source:
    (folder / source.name).rename(folder / "sent.age")
with (folder / "sent.age").open("rb") as source:
    have = 0
    while have < sealed.size:
        length = min(8 * 1024 * 1024, sealed.size - have)
        pieces = (source.read(256 * 1024) for _ in range(-(-length // (256 * 1024))))
        have = files.add_part(sealed.digest, offset=have, room=length, pieces=pieces)
files.finish(sealed.digest, may_grow=False)
peaks["received"] = peak()

(folder / "out").mkdir()
with files.open(sealed.digest) as source, DiskReleaseFolder(folder / "out").new() as new:
    plain = Measured(sink=new)
    cipher.decrypt(source, plain, identity=identity)
    new.keep("plain")
peaks["released"] = peak()
peaks["size"] = plain.size
print(json.dumps(peaks))
"""


def test_memory_stays_the_same_for_a_file_of_any_size(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), str(MEGABYTES)],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src")},
    )

    peaks = json.loads(done.stdout)
    assert peaks["size"] == MEGABYTES * 1024 * 1024
    for stage in ("encrypted", "received", "released"):
        assert peaks[stage] - peaks["start"] < MAX_GROWTH_MEGABYTES, peaks
    for file in tmp_path.rglob("*"):
        if file.is_file():
            file.unlink()
