"""A folder store read again is the store that was; what is altered, missing or older is named."""

import shutil
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from servanda.memory.store import MemoryStore
from servanda.simulation.two_nodes import TwoNodes, make_agreed_nodes
from servanda.store.folder.folder_store import FolderStore
from servanda.store.folder.kept_calls import KEPT_CALLS
from servanda.store.folder.step_files import BrokenStepError, FolderFailedError
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.ports.store import IndexTakenError, LogGrowth, StepCommit, Store
from tests.store.folder.folders import content_of, copy_folder, files_of, open_folder
from tests.usecases.store_samples import OWN, held, leaf, pair, queued

# Computed again from the logs when somebody asks; nothing is lost with them.
COMPUTED = {"save_casework", "replace_casework", "keep_review", "drop_reviews"}
READING = {
    *("alarms", "all_attachments", "all_filings", "attachments_named", "attachments_of"),
    *(
        "attempts",
        "audit_of_kinds",
        "audit_records",
        "bodies",
        "carriers_of",
        "case",
        "case_statements",
        "cases_after",
    ),
    *("list_cases", "count_cases"),
    *("cases_of", "casework_mark", "checkpoint", "checkpoint_from", "counterpart"),
    *("counterparts", "database_report", "deadlines_of", "deadlines_until", "decisions"),
    *("document", "documents", "draft", "drafts", "drops", "due_pairs", "facts", "facts_of"),
    *(
        "facts_after",
        "facts_before",
        "facts_of_types",
        "filings_about",
        "find_filings",
        "find_leaves",
        "foreign_changes",
    ),
    *("handover", "held_runs", "imported_cases", "iterate_leaves", "kept_groups"),
    *("kept_outline", "landmarks", "last_audit", "last_valid_leaf", "leaf_hashes", "leaves"),
    *("log_size", "log_sizes", "next_deadlines", "node", "notices", "open_cases"),
    *("open_with_items", "pair", "pairs", "passages_of", "queued", "received_facts", "sending"),
    *("second_factor", "sendings", "ticket", "tile", "unlisted_attachments", "verifier"),
}
# Sessions, worksheets and searches at pages and keys of programs: a guest has none, and they are
# no record of anything.
FORGOTTEN = {
    *("save_api_key", "api_key", "api_keys", "use_api_key", "end_api_key"),
    *("begin_answer", "finish_answer", "forget_answer"),
    *("save_upload", "upload", "uploads_before", "end_upload"),
    *("save_session", "session", "sessions_of", "use_session", "end_session"),
    "end_sessions_before",
    *("save_worksheet", "worksheet", "worksheets", "worksheets_of", "remove_worksheet"),
    *("keep_search", "kept_search"),
}
TO_DO = (
    "a change: give it its step in store/folder/kept_beside.py and its name in KEPT_CALLS; "
    "a question: name it in READING"
)


def test_every_change_of_the_port_is_a_file_or_can_be_computed_again() -> None:
    port = {name for name in dir(Store) if not name.startswith("_")}

    assert port - KEPT_CALLS - COMPUTED - READING - FORGOTTEN == set(), TO_DO
    assert port >= KEPT_CALLS | COMPUTED | READING
    for name in KEPT_CALLS:  # none is left to the store in memory, which forgets it
        assert getattr(FolderStore, name) is not getattr(MemoryStore, name), name


def test_a_store_read_again_is_the_one_that_was(tmp_path: Path) -> None:
    folder = tmp_path / "guest"
    world = played(folder)

    again = open_folder(folder)

    assert content_of(again) == content_of(world.bob.store)
    assert content_of(again)["_queue"]
    assert content_of(open_folder(folder)) == content_of(again)


def test_what_two_processes_write_in_turn_is_seen_by_both(tmp_path: Path) -> None:
    first, second = open_folder(tmp_path / "guest"), open_folder(tmp_path / "guest")

    first.open_pair(pair())
    second.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(0)])]))
    with pytest.raises(IndexTakenError):
        first.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(0)])]))
    first.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(1)])]))
    second.queue(queued("t1"))

    assert first.log_size(OWN) == 2
    assert not first.queue(queued("t1"))
    assert content_of(first) == content_of(second) == content_of(open_folder(tmp_path / "guest"))


def test_an_impossible_step_leaves_no_file(tmp_path: Path) -> None:
    store = open_folder(tmp_path / "guest")
    store.open_pair(pair())
    steps = files_of(tmp_path / "guest", "steps")

    with pytest.raises(IndexTakenError):
        store.commit(StepCommit(growths=[LogGrowth(origin=OWN, leaves=[leaf(3)])]))
    with pytest.raises(KeyError):
        store.commit(StepCommit(appended=[("nothing such", b"l" * 32)]))
    with pytest.raises(KeyError):
        store.commit(StepCommit(settled=[OWN.reverse]))

    assert files_of(tmp_path / "guest", "steps") == steps


def test_a_disk_that_takes_no_file_changes_nothing(tmp_path: Path) -> None:
    store = open_folder(tmp_path / "guest")
    store.open_pair(pair())
    before = content_of(store)

    def full(destination: Path, content: bytes) -> None:
        raise OSError(28, f"No space left on device for {len(content)} bytes", str(destination))

    broken = FolderStore(tmp_path / "guest", randomness=bytes, write=full)
    with pytest.raises(FolderFailedError, match="No space left"):
        broken.queue(queued("t1"))

    assert content_of(broken) == before == content_of(open_folder(tmp_path / "guest"))


def altered(folder: Path) -> Path:
    file = files_of(folder, "steps")[4]
    file.write_bytes(file.read_bytes().replace(b'"number":5', b'"number":6'))
    return file


def altered_and_renamed(folder: Path) -> Path:
    """Whoever alters a file gives it the name that fits; the next one tells."""
    content = files_of(folder, "steps")[4].read_bytes()
    number, members = 5, content.replace(b'"gone":[]', b'"gone":["0"]')
    files_of(folder, "steps")[4].unlink()
    file = folder / "steps" / f"{number:08}-{sha256(members).hexdigest()}.json"
    file.write_bytes(members)
    return files_of(folder, "steps")[5]


def missing(folder: Path) -> str:
    files_of(folder, "steps")[4].unlink()
    return "step 5 is missing"


def doubled(folder: Path) -> str:
    file = files_of(folder, "steps")[4]
    shutil.copy(file, file.with_name(f"{file.name[:9]}{'0' * 64}.json"))
    return "one step 5"


def foreign(folder: Path) -> Path:
    file = folder / "steps" / "notes.txt"
    file.write_text("mine")
    return file


def altered_slip(folder: Path) -> Path:
    file = files_of(folder, "slips")[0]
    file.write_bytes(file.read_bytes().replace(b'"nonce":"', b'"nonce":"0'))
    return file


def missing_slip(folder: Path) -> str:
    file = files_of(folder, "slips")[0]
    file.unlink()
    return f"slip {file.name} is missing"


@pytest.mark.parametrize(
    "attack",
    [altered, altered_and_renamed, missing, doubled, foreign, altered_slip, missing_slip],
)
def test_a_folder_that_was_meddled_with_is_not_read_and_the_file_is_named(
    attack: Callable[[Path], Path | str], tmp_path: Path
) -> None:
    played(tmp_path / "guest")
    named = attack(tmp_path / "guest")

    with pytest.raises(BrokenStepError, match=str(named)):
        open_folder(tmp_path / "guest")


def test_a_folder_that_gets_older_while_it_is_open_is_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "guest"
    store = open_folder(folder)
    store.open_pair(pair())
    store.queue(queued("t1"))
    files_of(folder, "steps")[-1].unlink()

    with pytest.raises(BrokenStepError, match="an older folder"):
        store.queue(queued("t2"))


def test_what_is_erased_stands_in_no_file_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "guest"
    world = played(folder)
    (request,) = [one for one in world.bob.copied_leaves if one.type == "request"]
    secrets = secret_words(world, request.leaf_hash)
    assert all(stands_in(folder, word) for word in secrets)

    erase_body(request.leaf_hash, services=world.bob.services)

    assert not any(stands_in(folder, word) for word in secrets)
    again = open_folder(folder)
    assert content_of(again) == content_of(world.bob.store)
    assert again.bodies([request.leaf_hash]) == {}


def test_what_was_said_and_erased_stands_in_no_file_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "guest"
    world = played(folder)
    (answer,) = [one for one in world.bob.own_leaves if one.type == "response"]
    secrets = secret_words(world, answer.leaf_hash)
    assert all(stands_in(folder, word) for word in secrets)

    erase_body(answer.leaf_hash, services=world.bob.services)

    assert not any(stands_in(folder, word) for word in secrets)
    assert content_of(open_folder(folder)) == content_of(world.bob.store)


def test_what_is_taken_back_or_let_go_stands_in_no_file_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "guest"
    store = open_folder(folder)
    store.open_pair(pair())
    store.queue(queued("t1"))
    store.commit(StepCommit(held=[held("d1", first=4)]))
    assert len(files_of(folder, "slips")) == 2

    store.remove_queued("t1")
    store.commit(StepCommit(released=["d1"]))

    assert files_of(folder, "slips") == []
    assert content_of(open_folder(folder)) == content_of(store)


def test_an_erasure_that_a_death_cut_short_is_ended_at_the_next_opening(tmp_path: Path) -> None:
    folder = tmp_path / "guest"
    world = played(folder)
    (request,) = [one for one in world.bob.copied_leaves if one.type == "request"]
    secrets = secret_words(world, request.leaf_hash)
    before = copy_folder(folder / "slips", tmp_path / "before")
    erase_body(request.leaf_hash, services=world.bob.services)
    for slip in before.iterdir():  # as if nothing had been removed yet
        shutil.copy(slip, folder / "slips")

    open_folder(folder)

    assert not any(stands_in(folder, word) for word in secrets)


def played(folder: Path) -> TwoNodes:
    """Alice, and Bob in a folder: one request, answered, and a wish that still waits."""
    world = make_agreed_nodes(stores=(None, open_folder(folder)))
    world.request(0, ticket="asked")
    world.settle()
    world.answer(1, ticket="answered")
    world.settle()
    world.bob.queue("check", {"step": "ask"}, ticket="waiting")
    return world


def secret_words(world: TwoNodes, leaf_hash: bytes) -> list[bytes]:
    """The body of a statement, as it is written in a slip."""
    (body,) = world.bob.store.bodies([leaf_hash]).values()
    return [b64encode(body.body), b64encode(body.salt)]


def stands_in(folder: Path, word: bytes) -> bool:
    return any(word in file.read_bytes() for file in folder.rglob("*") if file.is_file())
