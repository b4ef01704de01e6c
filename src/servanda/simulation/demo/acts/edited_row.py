"""Act 11: an administrator edits one row; the node notices, stops signing and is refilled."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from servanda.simulation.demo.moves import require
from servanda.simulation.demo.script import PARTY_NAMES
from servanda.simulation.demo.stage import NORTHMARK, SOUTHMERE, Stage

TITLE = {
    "en": "An administrator edits one row of one store",
    "zh-Hans": "管理员改动一个存储中的一行",
}
RESULT = {
    "en": "Noticed, and named: {finding}. Refilled from the counterpart's copy.",
    "zh-Hans": "已察觉并指明:{finding}。已由对方的副本恢复。",
}


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    edit_one_leaf(stage.home(NORTHMARK) / "store.sqlite3")
    stage.say(f"  # sqlite3: one leaf in {stage.shown(stage.home(NORTHMARK))} is edited by hand")
    doctor = stage.verb(NORTHMARK, "doctor", may_fail=True)
    require(doctor["exit"] == 1 and not doctor["signing"], "expected the node to refuse to sign")
    finding = next(row for row in doctor["findings"] if row["code"] == "log-damaged")
    stage.verb(NORTHMARK, "refill", "--ask")
    stage.verb(SOUTHMERE, "refill", "--allow", PARTY_NAMES[NORTHMARK])
    stage.wait_for(
        lambda: _sound(stage), "the store of northmark to be whole again after the refill"
    )
    return {"finding": finding["message"]}


def edit_one_leaf(store: Path) -> None:
    """Change one leaf as an administrator with the database file could: no verb can do this."""
    with closing(sqlite3.connect(store, timeout=20)) as connection, connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(
            "UPDATE store_leaf SET note = CAST(replace(CAST(note AS TEXT), 'amber', 'green')"
            " AS BLOB) WHERE rowid = (SELECT max(rowid) FROM store_leaf WHERE type = 'request')"
        )


def _sound(stage: Stage) -> dict[str, Any] | None:
    doctor = stage.verb(NORTHMARK, "doctor", quiet=True, may_fail=True)
    return doctor if doctor["signing"] else None
