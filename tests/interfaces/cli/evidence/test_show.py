"""`servanda evidence show`: a place leads to its words and to everything that hangs on them."""

from importlib.resources import files
from pathlib import Path

import pytest

from servanda.interfaces.cli.output import WRONG_USE
from tests.interfaces.cli.homes import Desk

ARTICLES = files("servanda.data") / "scenarios" / "first-year" / "articles"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("articles")
    for file in ARTICLES.iterdir():
        (made / file.name).write_bytes(file.read_bytes())
    return made


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Desk:
    made = Desk(tmp_path_factory.mktemp("desk") / "home", "alice.example")
    made.do("init", made.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    made.do("evidence", "add", *sorted(folder.glob("*.txt")))
    return made


@pytest.fixture(scope="module")
def wrong(desk: Desk, folder: Path) -> str:
    """Return the key of the quotation that is given to the wrong firm, after a correction."""
    report = desk.do("evidence", "report", "--known", folder)
    (key,) = (
        one["key"]
        for one in report["quotations"]
        if "pattern of the break-ins" in one["text"]
        and one["voice"]["entities"] == ["firm:lanternfish"]
    )
    desk.do(
        "evidence", "decide", "correct", key, "--by", "anna",
        "--reason", "The post is by Mira Kessel.", "--value", '{"voice":"person:mira kessel"}',
    )  # fmt: skip
    return str(key)


def test_a_place_is_shown_with_its_surroundings_its_voice_and_who_decided(
    desk: Desk, folder: Path, wrong: str
) -> None:
    shown = desk.do("evidence", "show", wrong, "--known", folder)
    told = desk.run("evidence", "show", wrong, "--known", folder).out.decode()

    assert shown["around"]["before"].endswith("since late September and ")
    assert shown["around"]["text"].startswith("“the pattern of the break-ins")
    assert shown["around"]["after"].startswith("\n")
    assert shown["kind"] == "quotation"
    assert shown["found"]["confirmed_by"] == "anna"
    assert shown["found"]["voice"]["entities"] == ["person:mira kessel"]
    assert len(shown["shared_with"]) == 1
    assert [one["verb"] for one in shown["decisions"]] == ["correct"]
    assert "The post is by Mira Kessel." in told
    assert "【“the pattern" in told


def test_a_claim_is_shown_whole_though_its_key_is_that_of_its_cue(desk: Desk, folder: Path) -> None:
    report = desk.do("evidence", "report", "--known", folder)
    claim = next(one for one in report["claims"] if "found that intruders" in one["text"])

    shown = desk.do("evidence", "show", claim["key"], "--known", folder)

    assert shown["around"]["text"] == claim["text"]
    assert shown["origins"] == ["Coldharbor"]
    assert any(flag["kind"] == "subject_widened" for flag in shown["flags"])


def test_a_document_is_shown_by_the_beginning_of_its_hash(desk: Desk, folder: Path) -> None:
    report = desk.do("evidence", "report", "--known", folder)
    document = next(one for one in report["documents"] if one["name"] == "ledger-date-set.txt")

    shown = desk.do("evidence", "show", document["sha256"][:8], "--known", folder)
    told = desk.run(
        "evidence", "show", document["sha256"][:8], "--known", folder, "--lang", "zh-Hans"
    ).out.decode()

    assert shown["document"] == document
    assert {one["document"] for one in shown["quotations"]} == {document["sha256"]}
    assert shown["quotations"]
    assert shown["flags"]
    assert "引语:" in told


def test_a_flag_is_shown_by_its_key(desk: Desk, folder: Path) -> None:
    flag = desk.do("evidence", "report", "--known", folder)["flags"][0]

    shown = desk.do("evidence", "show", flag["key"], "--known", folder)

    assert shown["kind"] == "flag"
    assert shown["found"] == flag


def test_a_rejected_statement_is_still_shown_with_its_decision(desk: Desk, folder: Path) -> None:
    report = desk.do("evidence", "report", "--known", folder)
    key = next(one["key"] for one in report["quotations"] if "We count what" in one["text"])
    desk.do("evidence", "decide", "reject", key, "--by", "anna", "--reason", "Not said so.")

    shown = desk.do("evidence", "show", key, "--known", folder)

    assert shown["found"] is None
    assert "We count what is done" in shown["around"]["text"]
    assert [one["verb"] for one in shown["decisions"]] == ["reject"]


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        ("ab", "digits"),
        ("0" * 12, "found 0"),
        ("quotation:" + "0" * 64 + ":1-2", "that is here"),
        ("quotation:nothing", "key"),
        ("person:mira kessel", "key"),
    ],
)
def test_what_is_not_there_is_told(desk: Desk, id_: str, told: str) -> None:
    run = desk.run("evidence", "show", id_)

    assert run.exit == WRONG_USE
    assert told in run.err


def test_a_place_beyond_the_text_is_told(desk: Desk, wrong: str) -> None:
    run = desk.run("evidence", "show", f"{wrong.rpartition(':')[0]}:5-999999")

    assert run.exit == WRONG_USE
    assert "within" in run.err
