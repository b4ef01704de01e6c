"""A document and a model that obeys it change nothing, and no marked text leaves.

Source: docs/threat-model.md, "tells a language model what to answer" and "a language model".
"""

import json
from pathlib import Path

import pytest

from servanda.interfaces.cli.output import REFUSED, WRONG_USE
from tests.evidence.proposals.making import ARTICLE, article, good_rows
from tests.interfaces.cli.homes import Desk, Run
from tests.language_model.server import Heard, Reaction, Reply, choices, serving

KEY = "k-very-secret-4711"
# What a model does that believes the article: it invents, it confirms, it talks.
OBEDIENT = {
    "statements": [
        {"kind": "quotation", "start": 0, "end": 9, "text": "“We kept it,”", "speaker": None},
        {"kind": "finding", "start": 0, "end": 6, "text": "Envoys", "status": "kept"},
        {"verb": "confirm", "target": "commitment:C2", "by": "anna"},
    ],
    "confirmed_by": "anna",
    "finding": "kept",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "home", "alice.example")
    made.do("init", made.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    (tmp_path / "envoys.txt").write_text(ARTICLE)
    return made


def added(desk: Desk, *marking: str) -> str:
    found = desk.do("evidence", "add", desk.folder.parent / "envoys.txt", *marking)
    return str(found["documents"][0]["sha256"])


def ask(desk: Desk, heard: Heard, *documents: str) -> Run:
    return desk.run(
        "evidence", "model", "ask", "--address", heard.address, "--model", "tiny-1",
        "--key-variable", "MODEL_KEY", *documents, "--json",
        MODEL_KEY=KEY,
    )  # fmt: skip


def always(value: object) -> Reaction:
    return lambda _body: Reply(body=choices(json.dumps(value)))


def test_a_model_that_obeys_the_document_changes_nothing(desk: Desk) -> None:
    digest = added(desk)
    before = desk.run("evidence", "report", "--json").out

    with serving(always(OBEDIENT)) as heard:
        asked = ask(desk, heard, digest)
    after = desk.run("evidence", "report", "--json")

    (document,) = asked.result["documents"]
    assert document["proposals"] == []
    assert document["dropped"] == {"no_statement": 2, "not_there": 1}
    assert after.out == before
    assert [one["kind"] for one in after.result["flags"]].count("instruction_in_document") >= 1
    # The instructions were sent as data, in the fenced part alone.
    (system, user) = heard.bodies[0]["messages"]
    assert "Ignore all previous" not in system["content"]
    assert "Ignore all previous" in user["content"]


def test_what_verifies_is_no_part_of_a_report_before_a_person_confirms_it(desk: Desk) -> None:
    digest = added(desk)
    before = desk.run("evidence", "report", "--json")

    with serving(always({"statements": good_rows(article())})) as heard:
        asked = ask(desk, heard, digest)
    unconfirmed = desk.run("evidence", "report", "--json")
    listed = desk.do("evidence", "model", "proposals")["proposals"]
    desk.do(
        "evidence", "decide", "confirm", listed[1]["key"], "--by", "anna", "--reason", "Read it."
    )
    confirmed = desk.run("evidence", "report", "--json")

    assert len(asked.result["documents"][0]["proposals"]) == 2
    assert unconfirmed.out == before.out
    (row,) = confirmed.result["proposals"]
    assert (row["key"], row["confirmed_by"]) == (listed[1]["key"], "anna")
    assert row["how"].startswith("llm:tiny-1:")
    for member in set(before.result) - {"proposals", "decisions"}:
        assert confirmed.result[member] == before.result[member], member


def test_the_key_is_nowhere_in_home_or_output(desk: Desk) -> None:
    digest = added(desk)

    with serving(always({"statements": good_rows(article())})) as heard:
        good = ask(desk, heard, digest)
    with serving(lambda _body: Reply(status=401)) as heard_again:
        bad = ask(desk, heard_again, digest)

    assert heard.headers[0]["authorization"] == f"Bearer {KEY}"
    assert bad.exit != 0
    for run in (good, bad):
        assert KEY not in run.out.decode() + run.err
    for file in desk.folder.rglob("*"):
        assert not (file.is_file() and KEY.encode() in file.read_bytes()), file


@pytest.mark.parametrize(
    ("marking", "goes"),
    [((), True), (("--tlp", "clear"), True), (("--tlp", "amber_strict"), True),
     (("--tlp", "red"), False)],
)  # fmt: skip
def test_on_this_machine_a_model_reads_all_but_red(
    desk: Desk, marking: tuple[str, ...], *, goes: bool
) -> None:
    digest = added(desk, *marking)

    with serving(always({"statements": []})) as heard:
        run = ask(desk, heard, digest)

    assert bool(heard.bodies) == goes
    assert (run.exit == 0) == goes


@pytest.mark.parametrize("marking", [(), ("--tlp", "green"), ("--tlp", "red")])
def test_nothing_but_clear_goes_outside(desk: Desk, marking: tuple[str, ...]) -> None:
    digest = added(desk, *marking)

    run = desk.run(
        "evidence", "model", "ask", "--address", "https://models.example/v1",
        "--model", "tiny-1", digest, "--json",
    )  # fmt: skip

    assert run.exit == WRONG_USE
    assert run.result["error"] == "document-stays"


def test_of_several_documents_none_is_sent_where_one_may_not(desk: Desk) -> None:
    (desk.folder.parent / "other.txt").write_text("Another article. It was quiet in Calder.")
    first = added(desk)
    second = desk.do("evidence", "add", desk.folder.parent / "other.txt", "--tlp", "red")

    with serving(always({"statements": []})) as heard:
        run = ask(desk, heard, first, second["documents"][0]["sha256"])

    assert run.exit == WRONG_USE
    assert heard.bodies == []


def test_a_model_that_falls_silent_costs_nothing_that_it_said_before(desk: Desk) -> None:
    (desk.folder.parent / "other.txt").write_text("Another article. It was quiet in Calder.")
    first = added(desk)
    second = str(
        desk.do("evidence", "add", desk.folder.parent / "other.txt")["documents"][0]["sha256"]
    )
    good = choices(json.dumps({"statements": good_rows(article())}))

    with serving(
        lambda body: Reply(body=good) if first in str(body["messages"]) else Reply(status=503)
    ) as heard:
        run = ask(desk, heard, first, second)

    assert run.exit == REFUSED
    assert run.result["stopped"]["error"] == "model-silent"
    assert len(desk.do("evidence", "model", "proposals", first[:12])["proposals"]) == 2


def test_a_marking_is_set_by_whoever_adds_and_stays_when_nobody_says_another(desk: Desk) -> None:
    file = desk.folder.parent / "envoys.txt"

    markings = [
        desk.do("evidence", "add", file, *words)["documents"][0]["tlp"]
        for words in ((), ("--tlp", "red"), (), ("--tlp", "clear"))
    ]

    assert markings == ["amber", "red", "red", "clear"]
    assert desk.run("evidence", "add", file, "--tlp", "pink").exit == WRONG_USE


@pytest.mark.parametrize(
    "arguments",
    [
        ("--address", "http://127.0.0.1:9", "--model", "x", "--key-variable", "NO_SUCH", "00" * 8),
        ("--address", "http://127.0.0.1:9", "--model", "x", "00" * 8),
        ("--address", "http://127.0.0.1:9", "--model", "x", "all"),
        ("--address", "http://models.example", "--model", "x", "00" * 8),
        ("--model", "x", "00" * 8),
        ("--address", "http://127.0.0.1:9", "00" * 8),
    ],
)
def test_the_plug_has_no_default_and_no_word_for_everything(
    desk: Desk, arguments: tuple[str, ...]
) -> None:
    added(desk)

    assert desk.run("evidence", "model", "ask", *arguments).exit == WRONG_USE
