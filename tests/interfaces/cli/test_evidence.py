"""`servanda evidence`: documents go in once, and a trend concludes nothing it cannot carry."""

import json
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest

from servanda.interfaces.cli.output import DONE, REFUSED, WRONG_USE
from tests.evidence.incidents.codings import coding
from tests.interfaces.cli.homes import Desk

HEADER = "compilation,role,started,reported\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "home", "alice.example")
    made.do("init", made.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    (made / "inner").mkdir(parents=True)
    (made / "one.txt").write_text("One article.\n")
    (made / "inner" / "two.html").write_text("<p>Another.</p>")
    (made / "same.txt").write_text("One article.\n")
    (made / ".hidden").write_text("not meant")
    return made


def test_documents_of_a_folder_are_added_once_each(desk: Desk, folder: Path) -> None:
    first = desk.do("evidence", "add", folder, "--fetched", "2025-11-20")
    again = desk.do("evidence", "add", folder / "same.txt")

    assert (first["added"], first["known"]) == (2, 1)
    assert (again["added"], again["known"]) == (0, 1)
    assert [one["name"] for one in first["documents"]] == ["two.html", "one.txt", "one.txt"]
    assert again["documents"][0]["fetched"] == "2025-11-20"


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(desk: Desk, folder: Path) -> None:
    run = desk.run("evidence", "add", folder / "gone.txt", folder / "one.txt", "--json")

    assert run.exit == REFUSED
    assert run.result["added"] == 1
    assert [one["file"] for one in run.result["unreadable"]] == [str(folder / "gone.txt")]


def test_a_trend_of_few_incidents_declines_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "incidents.csv"
    days = ["2023-04", "2024-06-11", "2025-01-02", "2025-02", "2026-03-01"]
    file.write_text(HEADER + "".join(f"One,subject,{day},\n" for day in days))
    desk = Desk(tmp_path / "none", "nobody.example")

    shown = desk.do("evidence", "trend", file, "--break", "2025-09-24")
    english = desk.run("evidence", "trend", file, "--break", "2025-09-24").out.decode()
    chinese = desk.run(
        "evidence", "trend", file, "--break", "2025-09-24", "--lang", "zh-Hans"
    ).out.decode()

    assert not shown["concludes"]
    assert shown["doubts"] == ["low_power", "interval_holds_one"]
    assert (shown["series"][0]["before"], shown["series"][0]["after"]) == (4, 1)
    assert "Nothing is concluded" in english
    assert "不下结论" in chinese
    assert not desk.folder.exists()


@pytest.mark.parametrize(
    ("content", "break_", "told"),
    [
        ("started\n2024\n", "2025-09-24", "columns"),
        (HEADER + "One,subject,soon,\n", "2025-09-24", "line 2"),
        (HEADER + "One,subject,2024,\n", "24 September", "YYYY-MM-DD"),
        (HEADER + "One,subject,2024,\n", "2031-01-01", "--until"),
    ],
)
def test_a_file_or_day_that_cannot_be_is_refused_with_the_cure(
    tmp_path: Path, content: str, break_: str, told: str
) -> None:
    file = tmp_path / "incidents.csv"
    file.write_text(content)

    run = Desk(tmp_path / "none", "nobody.example").run(
        "evidence", "trend", file, "--break", break_
    )

    assert run.exit == WRONG_USE
    assert told in run.err


def test_help_lists_the_verbs(tmp_path: Path) -> None:
    run = Desk(tmp_path / "none", "nobody.example").run("evidence", "--help")

    assert run.exit == DONE
    assert b"trend" in run.out


def test_decisions_are_taken_listed_and_retracted(desk: Desk) -> None:
    target = "quotation:" + "ab" * 32 + ":10-90"

    made = desk.do(
        "evidence", "decide", "confirm", target, "--by", "anna", "--reason", "In the post."
    )
    desk.do("evidence", "decide", "retract", made["digest"], "--by", "anna", "--reason", "Misread.")
    listed = desk.do("evidence", "decisions")["decisions"]
    told = desk.run("evidence", "decisions").out.decode()

    assert [(one["verb"], one["in_force"]) for one in listed] == [
        ("confirm", False),
        ("retract", True),
    ]
    assert "(0)" in told


def test_incidents_are_coded_blind(desk: Desk, tmp_path: Path) -> None:
    file, note = tmp_path / "coding.json", tmp_path / "note.txt"
    file.write_text(json.dumps(coding()))
    note.write_text("The envoy said that it had rained on Friday.")
    desk.do("evidence", "add", note)

    def code(by: str) -> None:
        desk.do(
            "evidence", "incident", "code", "shipyard", "--by", by, "--reason", "Read.",
            "--coding", f"@{file}",
        )  # fmt: skip

    code("anna")
    before = desk.do("evidence", "incident", "show", "--by", "boris")
    listed = desk.do("evidence", "decisions")["decisions"]
    (reported,) = desk.do("evidence", "report")["incidents"]
    code("boris")
    after = desk.do("evidence", "incident", "show", "--by", "boris")
    (row,) = desk.do("evidence", "report")["incidents"]

    assert before["incidents"][0]["codings"] == []
    assert [one["value"] for one in listed] == [None]
    assert [one["answers"] for one in reported["codings"]] == [None]
    assert [one["attribution"] for one in row["codings"]] == [
        {"status": "withheld", "on": "2025-11-01"}
    ] * 2
    assert all(one["spans"]["nexus"] for one in row["codings"])
    assert after["incidents"][0]["is_confirmed"]
    assert {one["kappa_permille"] for one in after["agreement"]} == {None}
    assert desk.run(
        "evidence", "incident", "code", "shipyard", "--by", "anna", "--reason", "Again.",
        "--coding", f"@{file}",
    ).exit == WRONG_USE  # fmt: skip


ARTICLES = files("servanda.data") / "scenarios" / "first-year" / "articles"


def test_a_report_over_files_needs_no_home_and_is_the_same_for_any_order(tmp_path: Path) -> None:
    nobody = Desk(tmp_path / "none", "nobody.example")
    for file in ARTICLES.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    texts = sorted(tmp_path.glob("*.txt"))

    one = nobody.run("evidence", "report", *texts, "--known", tmp_path, "--json")
    other = nobody.run("evidence", "report", *reversed(texts), "--known", tmp_path, "--json")
    chinese = nobody.run(
        "evidence", "report", *texts, "--known", tmp_path, "--lang", "zh-Hans"
    ).out.decode()

    assert one.exit == DONE, one.err
    assert one.out == other.out
    assert len(one.result["documents"]) == 5
    assert "1 个源头" in chinese
    assert "未证明" in chinese
    assert not nobody.folder.exists()


def test_a_report_is_also_written_as_one_page_in_the_language_of_the_command_line(
    tmp_path: Path,
) -> None:
    for file in ARTICLES.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    texts = sorted(tmp_path.glob("*.txt"))
    nobody = Desk(tmp_path / "none", "nobody.example")
    out, page = tmp_path / "report.json", tmp_path / "page.html"

    nobody.run(
        "evidence", "report", *texts, "--known", tmp_path,
        "--lang", "zh-Hans", "--out", out, "--html", page,
    )  # fmt: skip
    again = nobody.run("evidence", "report", *texts, "--html", page)

    shown = page.read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in shown
    assert f"sha256:{sha256(out.read_bytes()).hexdigest()}" in shown
    assert again.exit == WRONG_USE
    assert page.read_text(encoding="utf-8") == shown


def test_a_report_over_the_archive_follows_decisions(desk: Desk, tmp_path: Path) -> None:
    for file in ARTICLES.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    desk.do("evidence", "add", *sorted(tmp_path.glob("*.txt")))
    before = desk.do("evidence", "report", "--known", tmp_path)
    (quotation,) = (
        one
        for one in before["quotations"]
        if "pattern of the break-ins" in one["text"]
        and one["voice"]["entities"] == ["firm:lanternfish"]
    )

    desk.do(
        "evidence", "decide", "correct", quotation["key"], "--by", "anna",
        "--reason", "The post is by Mira Kessel.", "--value", '{"voice":"person:mira kessel"}',
    )  # fmt: skip
    after = desk.do("evidence", "report", "--known", tmp_path, "--out", tmp_path / "report.json")
    changed = desk.do(
        "evidence", "report", "--known", tmp_path, "--since", "0", "--graph", tmp_path / "graph.dot"
    )
    told = desk.run("evidence", "report", "--known", tmp_path, "--since", "0").out.decode()

    (corrected,) = (one for one in after["quotations"] if one["key"] == quotation["key"])
    assert corrected["voice"]["entities"] == ["person:mira kessel"]
    assert corrected["confirmed_by"] == "anna"
    assert json.loads((tmp_path / "report.json").read_bytes()) == after
    assert (tmp_path / "graph.dot").read_text().startswith("digraph")
    assert any(
        one["kind"] == "flag" and "same_quotation_different_speaker" in one["key"]
        for one in changed["changes"]
    )
    assert "The post is by Mira Kessel." in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["gone.txt"], "gone.txt"),
        ([".", "--known", "."], "gazetteer.toml"),
        (["here.txt", "--template", "no-such"], "template"),
    ],
)
def test_a_report_that_cannot_be_made_says_what_was_expected(
    tmp_path: Path, arguments: list[str], told: str
) -> None:
    (tmp_path / "here.txt").write_text("Something was said.")
    given = [tmp_path / one if one in {".", "gone.txt", "here.txt"} else one for one in arguments]

    run = Desk(tmp_path / "none", "nobody.example").run("evidence", "report", *given)

    assert run.exit == WRONG_USE
    assert told in run.err


def test_another_model_than_the_published_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "en_core_web_sm-3.8.0-py3-none-any.whl"
    file.write_bytes(b"not the one")
    desk = Desk(tmp_path / "none", "nobody.example")

    run = desk.run("evidence", "model", "add", file, "--json")

    assert run.exit == WRONG_USE
    assert not desk.folder.exists()


def test_a_document_that_cannot_be_read_is_noted_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("“We looked at it,” Mira Kessel said on Monday.")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "program.bin").write_bytes(b"\x7fELF" + bytes(200))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    nobody = Desk(tmp_path / "none", "nobody.example")

    result = nobody.do("evidence", "report", tmp_path)
    told = nobody.run("evidence", "report", tmp_path).out.decode()

    codes = {one["name"]: [note["code"] for note in one["notes"]] for one in result["documents"]}
    assert codes["good.txt"] == []
    assert codes["empty.txt"] == ["empty"]
    assert codes["program.bin"] == ["not_a_document"]
    assert codes["broken.pdf"] == ["pdf_broken"]
    assert len(result["quotations"]) == 1
    assert "The PDF is broken." in told


def test_a_review_shows_evidence_on_its_page_alone(desk: Desk, tmp_path: Path) -> None:
    run = desk.run("review", "--evidence", tmp_path / "report.json")

    assert run.exit == WRONG_USE
    assert "--html" in run.err


def test_a_demonstration_without_documents_in_the_folder_is_refused_before_it_begins(
    tmp_path: Path,
) -> None:
    (tmp_path / "empty").mkdir()

    run = Desk(tmp_path / "none", "nobody.example").run(
        "demo", "--once", "--folder", tmp_path / "demo", "--documents", tmp_path / "empty"
    )

    assert run.exit == WRONG_USE
    assert str(tmp_path / "empty") in run.err
    assert not (tmp_path / "demo").exists()
