"""An old database, of before the first person, is put back to act without a name or four eyes."""

from pathlib import Path

import pytest

from tests.interfaces.cli.test_staff import Staffed


@pytest.fixture
def restored(tmp_path: Path) -> Staffed:
    """A home with two persons whose database is of before the first."""
    staffed = Staffed(tmp_path)
    store = staffed.desk.folder / "store.sqlite3"
    kept = store.read_bytes()
    staffed.add(None, "ada", "administrator")
    staffed.add("ada", "ben", "approver")
    for file in staffed.desk.folder.glob("store.sqlite3*"):
        file.unlink()
    store.write_bytes(kept)
    return staffed


@pytest.mark.parametrize(
    "verb", [["queue"], ["send", "request"], ["rebuild"], ["export", "f"], ["staff", "four-eyes"]]
)
def test_nothing_is_read_done_or_let_out_without_a_name(verb: list[str], restored: Staffed) -> None:
    run = restored.desk.run(*verb, "--json")

    assert (run.exit, run.result["error"]) == (1, "persons-lost")


def test_the_persons_of_before_do_not_come_back_by_their_names_alone(restored: Staffed) -> None:
    assert restored.run("ada", "rebuild").result["error"] == "no-persons"


def test_an_administrator_is_added_anew_in_front_of_everybody(restored: Staffed) -> None:
    looked = restored.desk.run("doctor", "--json")
    added = restored.add(None, "ada", "administrator")

    assert looked.exit in {0, 1}
    assert added.exit == 0
    assert restored.run("ada", "rebuild").exit == 0
    verified = restored.run("ada", "audit", "verify").result
    assert len(verified["gaps"]) == 1
    lost = restored.run("ada", "audit", "show", "--verb", "audit").result["entries"][-1]["event"]
    assert lost["held"] < lost["size"]
