"""Act 21: an administrator edits one row; the node notices, stops signing and is refilled."""

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
    "zh-Hans": "已察觉并指明：{finding}。已由对方的副本恢复。",
}
# No verb changes what is logged; an administrator can, with the database file and its SQL.
RUN_SQL = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=20).executescript(sys.argv[2])"
EDIT_ONE_LEAF = (
    "DROP TRIGGER IF EXISTS store_leaf_no_UPDATE; "
    "UPDATE store_leaf SET note = CAST(replace(CAST(note AS TEXT), 'amber', 'green') AS BLOB) "
    "WHERE rowid = (SELECT max(rowid) FROM store_leaf WHERE type = 'request')"
)


def play(stage: Stage) -> dict[str, Any]:
    """Play the act; returns what its result line says."""
    store = stage.shown(stage.home(NORTHMARK) / "store.sqlite3")
    stage.python("-c", RUN_SQL, store, EDIT_ONE_LEAF)
    doctor = stage.verb(NORTHMARK, "doctor", may_fail=True)
    require(doctor["exit"] == 1 and not doctor["signing"], "expected the node to refuse to sign")
    finding = next(row for row in doctor["findings"] if row["code"] == "log-damaged")
    stage.verb(NORTHMARK, "refill", "--ask")
    stage.verb(SOUTHMERE, "refill", "--allow", PARTY_NAMES[NORTHMARK])
    stage.wait_for(
        lambda: _sound(stage), "the store of northmark to be whole again after the refill"
    )
    return {"finding": finding["message"]}


def _sound(stage: Stage) -> dict[str, Any] | None:
    doctor = stage.verb(NORTHMARK, "doctor", quiet=True, may_fail=True)
    return doctor if doctor["signing"] else None
