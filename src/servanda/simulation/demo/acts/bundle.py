"""Act 10: the bundle is verified; one byte is altered, and verification names the statement."""

import zipfile
from pathlib import Path
from typing import Any

from servanda.simulation.demo.moves import require
from servanda.simulation.demo.stage import NORTHMARK, DemonstrationError, Stage

TITLE = {
    "en": "An outsider verifies the bundle; then one byte of it is altered",
    "zh-Hans": "局外人核验证据包;随后改动其中一个字节",
}
RESULT = {
    "en": "{statements} statements verified offline; the altered byte was found: {first_wrong}",
    "zh-Hans": "离线核验 {statements} 项声明;被改动的字节已查明:{first_wrong}",
}
ENTRIES = "/tile/entries/"


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    bundle, altered = stage.folder / "bundle.zip", stage.folder / "bundle-altered.zip"
    stage.verb(NORTHMARK, "export", stage.shown(bundle), "--cut", stage.record["cut"])
    good = stage.verb(NORTHMARK, "verify", stage.shown(bundle), "--accord", stage.record["accord"])
    alter_one_byte(bundle, altered)
    bad = stage.verb(
        NORTHMARK,
        "verify",
        stage.shown(altered),
        "--accord",
        stage.record["accord"],
        may_fail=True,
    )
    require(bad["exit"] == 1, "expected the altered bundle to be refused")
    stage.record["statements"] = good["statements"]
    stage.save_record()
    return {"statements": good["statements"], "first_wrong": bad["first_wrong"]}


def alter_one_byte(bundle: Path, altered: Path) -> None:
    """Copy `bundle` to `altered` with one bit of one logged statement flipped."""
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(altered, "w") as target:
        names = [name for name in source.namelist() if ENTRIES in name]
        if not names:
            raise DemonstrationError("expected entries of a log in the bundle, found none")
        for item in source.infolist():
            content = bytearray(source.read(item))
            if item.filename == names[0]:
                content[len(content) // 2] ^= 0x01
            target.writestr(item, bytes(content))
