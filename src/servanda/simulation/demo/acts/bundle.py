"""Act 20: the bundle is verified; one byte is altered, and verification names the statement."""

from pathlib import Path
from typing import Any

from servanda.simulation.demo.moves import require
from servanda.simulation.demo.stage import NORTHMARK, DemonstrationError, Stage

TITLE = {
    "en": "An outsider verifies the bundle; then one byte of it is altered",
    "zh-Hans": "局外人核验证据包；随后改动其中一个字节",
}
RESULT = {
    "en": "{statements} statements verified offline; the altered byte was found: {first_wrong}",
    "zh-Hans": "离线核验 {statements} 项声明；被改动的字节已查明：{first_wrong}",
}
ENTRIES = "tile/entries"
# Flips one bit of the byte at a place of a file, in that file.
FLIP_ONE_BIT = (
    "import sys; file = open(sys.argv[1], 'r+b'); file.seek(int(sys.argv[2])); "
    "byte = file.read(1)[0] ^ 1; file.seek(-1, 1); file.write(bytes([byte]))"
)


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    bundle, altered = stage.folder / "bundle.zip", stage.folder / "bundle-altered"
    stage.verb(NORTHMARK, "export", stage.shown(bundle), "--cut", stage.record["cut"])
    anchor = ("--accord", stage.record["accord"])
    good = stage.verb(NORTHMARK, "verify", stage.shown(bundle), *anchor)
    # Unpacked anew, also where the act is played again: two flips would undo each other.
    stage.python("-m", "zipfile", "-e", stage.shown(bundle), stage.shown(altered))
    entries = logged_entries(altered)
    place = entries.stat().st_size // 2
    stage.python("-c", FLIP_ONE_BIT, stage.shown(entries), str(place))
    bad = stage.verb(NORTHMARK, "verify", stage.shown(altered), *anchor, may_fail=True)
    require(bad["exit"] == 1, "expected the altered bundle to be refused")
    stage.record["statements"] = good["statements"]
    stage.save_record()
    return {"statements": good["statements"], "first_wrong": bad["first_wrong"]}


def logged_entries(bundle: Path) -> Path:
    """Return the first file of an unpacked bundle that holds logged statements."""
    found = sorted(file for file in bundle.rglob("*") if ENTRIES in str(file) and file.is_file())
    if not found:
        raise DemonstrationError("expected entries of a log in the bundle, found none")
    return found[0]
