"""The demonstration, played whole: what README promises is what a stranger gets."""

import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # ships no types
import pytest

from servanda.simulation.demo.acts.registry import ACTS
from servanda.simulation.demo.play import play
from servanda.simulation.demo.stage import (
    NORTHMARK,
    PARTIES,
    SOUTHMERE,
    DemonstrationError,
    Stage,
)
from servanda.simulation.demo.typed import PYTHON

ARTICLES = files("servanda.data") / "scenarios" / "first-year" / "articles"
SUMMARY_KEYS = [
    "demo",
    "statements",
    "requests",
    "in_time",
    "late",
    "review",
    "bundle",
    "evidence",
    "brief",
    "seconds",
]


class Played:
    """One demonstration that was played, with both nodes still up."""

    def __init__(self, folder: Path) -> None:
        self.lines: list[str] = []
        self.stage = Stage(folder=folder, say=self.lines.append)
        self.summary = play(self.stage, language="en", fresh=False).line
        self.commands = [line[4:] for line in self.lines if line.startswith("  $ ")]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    done = Played(tmp_path_factory.mktemp("demo") / "servanda-demo")
    yield done
    done.stage.stop_nodes()


def test_the_summary_has_the_keys_that_programs_rely_on(played: Played) -> None:
    assert list(played.summary) == SUMMARY_KEYS
    assert played.summary["demo"] == "ok"
    assert Path(played.summary["bundle"]).is_file()


def test_both_parties_arrive_at_the_same_review(played: Played) -> None:
    signed = played.summary["review"]

    assert sorted(signed) == ["northmark.example", "southmere.example"]
    assert len(set(signed.values())) == 1
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", signed["northmark.example"])


def test_of_all_answers_the_late_and_the_extended_one_are_late(played: Played) -> None:
    """By the original due time; that the extended one was kept stands beside it."""
    assert (played.summary["requests"], played.summary["in_time"], played.summary["late"]) == (
        11,
        9,
        2,
    )


def test_every_act_shows_commands_that_can_be_typed_and_one_line_of_result(played: Played) -> None:
    headings = [line for line in played.lines if line.startswith("Act ")]
    results = [line for line in played.lines if line.startswith("  → ")]
    others = [line for line in played.lines if line not in {*headings, *results} and line]

    assert len(headings) == len(results) == len(ACTS)
    assert {programs_of(line.removeprefix("  $ ")) for line in others} == {
        "./run servanda",
        "kill",
        ".venv/bin/python",
    }


def test_the_lines_that_end_and_start_a_node_do_so_when_typed(played: Played) -> None:
    home = played.stage.home(SOUTHMERE)
    ended = played.stage.nodes[SOUTHMERE]
    kill = next(line for line in played.commands if line.startswith("kill "))
    start = next(line for line in played.commands if line.endswith("southmere.log 2>&1 &"))

    typed(kill)
    ended.wait(60)
    typed(start)
    played.stage.wait_for(lambda: started_anew(home, than=ended.pid), "another node to be up")
    typed(kill)
    played.stage.wait_for(lambda: None if (home / "ready.json").exists() else {}, "it to end")

    played.stage.start_nodes()  # for the tests that come after this one


def test_the_line_of_the_administrator_edits_one_leaf_when_typed(
    played: Played, tmp_path: Path
) -> None:
    store, copy = played.stage.home(NORTHMARK) / "store.sqlite3", tmp_path / "store.sqlite3"
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    before = notes_of(copy)
    edit = next(line for line in played.commands if "UPDATE store_leaf" in line)

    typed(edit.replace(str(store), str(copy)))

    after = notes_of(copy)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_the_brief_tells_what_both_sides_hold_and_what_one_side_found(played: Played) -> None:
    pages = pypdfium2.PdfDocument(played.summary["brief"])
    first = " ".join(pages[0].get_textpage().get_text_range().split())

    assert "southmere.example answered 6 of 8 requests that were due in time" in first
    for words in ("Both sides hold this", "One side's own finding", "Rounds held: 1"):
        assert words in first
    assert "sha256:" not in first.partition("Edition")[2].partition("Brief on the dialogue")[0]


def test_the_review_page_is_one_file_without_script_that_says_what_it_is(played: Played) -> None:
    page = (played.stage.folder / "review.html").read_text(encoding="utf-8")

    assert "Demonstration, fictional parties" in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert played.summary["review"]["northmark.example"] in page


def test_the_review_page_has_one_sides_evidence_beside_the_agreed_figures(played: Played) -> None:
    page = (played.stage.folder / "review.html").read_text(encoding="utf-8")
    report = (played.stage.folder / "evidence.json").read_bytes()

    evidence = page.partition('<section class="evidence">')[2].partition("</section>")[0]

    assert "Evidence, as read by northmark.example" in evidence
    assert f"sha256:{sha256(report).hexdigest()}" in evidence
    assert "was given to two speakers; a person decided" in evidence
    assert "2025-11-10 to 2025-11-12" in evidence
    assert "2 articles, 1 origin" in evidence
    assert evidence.count("No text speaks of it.") >= 1
    assert evidence.count('<tr class="finding ') == len(json.loads(report)["findings"]) == 11
    assert all(
        reason in evidence.partition(f'scope="row">{commitment}<br>')[2].partition("</tr>")[0]
        for commitment, reason in (
            ("C1.2", "Some of it has an origin that nobody names."),
            ("C2", "Nobody has coded an incident; reports alone show no breach, however many."),
        )
    )


def test_a_correction_closes_the_flags_that_rested_on_the_wrong_speaker(played: Played) -> None:
    told = played.stage.record["acts"]["evidence"]

    assert told["decisions"] == 1
    assert told["before"] - told["after"] == 2
    assert "<script" not in Path(played.summary["evidence"]).read_text(encoding="utf-8")


def test_nothing_is_shared_between_the_nodes_but_the_carriers(played: Played) -> None:
    homes = {party: str(played.stage.home(party)) for party in PARTIES}
    opened = {party: files_of_tree(played.stage.nodes[party].pid) for party in PARTIES}

    assert any(file.startswith(homes[NORTHMARK]) for file in opened[NORTHMARK])
    assert not [file for file in opened[NORTHMARK] if file.startswith(homes[SOUTHMERE])]
    assert not [file for file in opened[SOUTHMERE] if file.startswith(homes[NORTHMARK])]
    shared = {file for file in opened[NORTHMARK] & opened[SOUTHMERE] if file.startswith("socket:")}
    assert not shared


def test_both_keep_keys_of_their_own_readable_by_their_owner_alone(played: Played) -> None:
    for party in PARTIES:
        files = [file for file in (played.stage.home(party) / "keys").rglob("*") if file.is_file()]
        assert files
        assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_the_brief_at_the_end_has_both_words_on_a_commitment_in_both_languages(
    played: Played,
) -> None:
    document = pypdfium2.PdfDocument(played.stage.folder / "brief.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    said = "".join("".join(pages).split())  # a line may break anywhere
    for words in (
        'northmark.example assesses C2 as "minimal".',
        'southmere.example assesses C2 as "not assessable (no access',
        "The assessors do not say the same of C2",
        "评价不一致；不作平均。",
    ):
        assert words.replace(" ", "") in said


def test_an_exercise_leaves_nothing_in_the_real_logs_but_the_deliverable(played: Played) -> None:
    report = json.loads((played.stage.folder / "after-action.json").read_bytes())
    told = played.stage.verb(NORTHMARK, "dialogue", "show", quiet=True)

    assert report["mode"] == "exercise"
    assert "duty-roster" in {item["id"] for item in report["items"]}
    assert len(told["deliverables"]) == 2
    assert "exercise-business-email-compromise" not in json.dumps(
        played.stage.verb(NORTHMARK, "accord", "show", quiet=True)
    )
    assert not [name for name in played.stage.nodes if name.endswith("-exercise")]


def test_the_round_is_said_by_the_verbs_of_rounds(played: Played) -> None:
    said = {
        line.split(" dialogue ")[1].split()[0] for line in played.commands if " dialogue " in line
    }

    assert {"plan", "confirm", "attend", "hold", "publish", "promise", "report"} <= said
    assert not [line for line in played.commands if " send round " in line]


def test_such_a_store_refuses_any_other_counterpart(played: Played, tmp_path: Path) -> None:
    stranger = Stage(folder=tmp_path, say=lambda _: None)
    stranger.verb("stranger", "init", "stranger.example", "--mode", "real")
    card = tmp_path / "stranger.card"
    stranger.verb("stranger", "card", "--out", str(card))

    refused = played.stage.verb(NORTHMARK, "counterpart", "add", str(card), may_fail=True)

    assert refused["exit"] != 0


def test_a_second_demonstration_in_the_same_folder_is_refused_while_the_first_is_up(
    played: Played,
) -> None:
    second = Stage(folder=played.stage.folder, say=lambda _: None)

    with pytest.raises(DemonstrationError, match="to come up"):
        play(second, language="en", fresh=False)

    assert all(played.stage.is_running(party) for party in PARTIES)


class PlayedOtherwise:
    """A demonstration with one response left out, and two texts of the user's own."""

    def __init__(self, folder: Path) -> None:
        self.stage = Stage(
            folder=folder / "servanda-demo",
            say=lambda _: None,
            left_out=frozenset({"answer-north-information"}),
            documents=own_texts(folder / "own"),
        )
        try:
            play(self.stage, language="en", fresh=False, last_act="evidence")
        finally:
            self.stage.stop_nodes()


@pytest.fixture(scope="module")
def otherwise(tmp_path_factory: pytest.TempPathFactory) -> PlayedOtherwise:
    return PlayedOtherwise(tmp_path_factory.mktemp("otherwise"))


def own_texts(folder: Path) -> Path:
    folder.mkdir()
    for name in ("ledger-date-set.txt", "courier-deputy-travels.txt"):
        text = (ARTICLES / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace("Calloway", "Holloway"), encoding="utf-8")
    return folder


def test_leaving_one_response_out_changes_the_figures(
    played: Played, otherwise: PlayedOtherwise
) -> None:
    assert otherwise.stage.record["figures"]["in_time"] == played.summary["in_time"] - 1
    assert otherwise.stage.record["review"] != played.summary["review"]


def test_a_users_own_texts_are_read_in_place_of_the_articles_and_nobody_decides_for_them(
    otherwise: PlayedOtherwise,
) -> None:
    page = (otherwise.stage.folder / "review.html").read_text(encoding="utf-8")
    told = otherwise.stage.record["acts"]["evidence"]

    assert (told["documents"], told["decisions"], told["findings"]) == (2, 0, 11)
    assert "given to two speakers" in page
    assert "Mira Kessel" in page
    assert not (otherwise.stage.folder / "articles").exists()


def test_other_texts_than_those_that_were_begun_with_are_refused(
    otherwise: PlayedOtherwise, tmp_path: Path
) -> None:
    other = Stage(
        folder=otherwise.stage.folder, say=lambda _: None, documents=own_texts(tmp_path / "other")
    )

    with pytest.raises(DemonstrationError, match="--fresh"):
        play(other, language="en", fresh=False)


def test_played_again_it_resumes_and_says_the_same(played: Played) -> None:
    played.stage.stop_nodes()

    again = subprocess.run(
        [sys.executable, "-m", "servanda", "demo", "--once", "--folder", str(played.stage.folder)],
        env=os.environ | {"SERVANDA_LANG": "zh-Hans"},
        capture_output=True,
        check=True,
    )
    played.stage.start_nodes()  # for the tests that come after this one
    last: dict[str, Any] = json.loads(again.stdout.decode().splitlines()[-1])

    assert {**last, "seconds": 0} == {**played.summary, "seconds": 0}
    assert "第 1 幕" in again.stdout.decode()


def programs_of(command: str) -> str:
    """Return what a line runs, without what it sets before and gives after."""
    words = shlex.split(command)
    program, *arguments = [word for word in words if not word.startswith("SERVANDA_")]
    return f"{program} {arguments[0]}" if program == "./run" else program


def typed(line: str) -> None:
    """Run a line in a shell, with the programs of this very installation."""
    here = line.replace("./run servanda", f"{sys.executable} -m servanda")
    if line.startswith(PYTHON):
        here = sys.executable + line.removeprefix(PYTHON)
    subprocess.run(["/bin/sh", "-c", here], check=True, timeout=60)


def started_anew(home: Path, *, than: int) -> dict[str, Any] | None:
    try:
        ready: dict[str, Any] = json.loads((home / "ready.json").read_bytes())
    except FileNotFoundError:
        return None
    return ready if ready["pid"] != than else None


def notes_of(store: Path) -> list[bytes]:
    with closing(sqlite3.connect(store)) as connection:
        return [row[0] for row in connection.execute("SELECT note FROM store_leaf ORDER BY rowid")]


def files_of_tree(process: int) -> set[str]:
    """Return what `process` and its children have open: paths, and sockets by number."""
    found: set[str] = set()
    for one in [process, *children(process)]:
        for entry in Path(f"/proc/{one}/fd").iterdir():
            try:
                found.add(str(entry.readlink()))
            except OSError:
                continue  # closed while we looked
    return found


def children(process: int) -> list[int]:
    direct = direct_children(process)
    return direct + [deeper for child in direct for deeper in children(child)]


def direct_children(process: int) -> list[int]:
    return [
        int(word)
        for task in Path(f"/proc/{process}/task").iterdir()
        for word in (task / "children").read_text(encoding="utf-8").split()
    ]
