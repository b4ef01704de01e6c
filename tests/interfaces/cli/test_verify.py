"""What `servanda verify` prints: what it checked, and always what it could not."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from servanda.core.bundle.container import container_parts
from servanda.core.bundle.layout import FIGURES_PATH, README_PATH
from servanda.core.keys.card import twelve_words
from servanda.core.review.figures import compute_figures
from servanda.core.review.listing import listing_of, parse_listing
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.findings import describe_finding
from servanda.core.verifier.verify import verify_bundle
from servanda.interfaces.cli.main import main
from servanda.interfaces.language import text
from tests.core.bundle.bundles import MemoryReader, bundle_of, worked_bundle
from tests.core.exchange.world import ACCORD_ID, agreed_desks, at, exchange, make_accord
from tests.core.keys.cast import ALICE, BOB, card_of
from tests.core.verifier.test_verify import renamed

EXAMPLE, FILES = worked_bundle()
WITHHELD = bundle_of(EXAMPLE.alice, EXAMPLE.bob, withheld={EXAMPLE.b[0].digest})
WORDS = {party: " ".join(twelve_words(card_of(party))) for party in (ALICE, BOB)}
DEMONSTRATION = ("Demonstration, fictional parties.", "演示，当事方均为虚构。")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_LANG", "en")


def said(folder: Path, files: dict[str, bytes], *options: str) -> tuple[int, str]:
    place, printed = folder / "bundle.zip", io.StringIO()
    place.write_bytes(b"".join(container_parts(sorted(files.items()))))
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = main(["verify", str(place), *options])
    return code, printed.getvalue()


@pytest.mark.parametrize("files", [FILES, WITHHELD], ids=["whole", "withheld"])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_everything_that_could_not_be_checked_is_said_without_being_asked_for(
    tmp_path: Path, files: dict[str, bytes], language: str
) -> None:
    verification = verify_bundle(MemoryReader(files), anchors=Anchors(accord=ACCORD_ID))

    code, printed = said(tmp_path, files, "--accord", ACCORD_ID, "--lang", language)

    assert code == 0
    sentences = [describe_finding(each, language=language) for each in verification.unchecked]
    assert [sentence for sentence in sentences if sentence not in printed] == []


def test_the_listing_of_a_bundle_names_what_stands_behind_its_figures(tmp_path: Path) -> None:
    listing = tmp_path / "listing.jsonl"

    code, _ = said(tmp_path, FILES, "--listing", str(listing))

    assert code == 0
    assert parse_listing(listing.read_bytes()) == listing_of(
        compute_figures(EXAMPLE.alice.contents())
    )


def test_no_listing_is_written_of_figures_that_cannot_be_computed_again(tmp_path: Path) -> None:
    listing = tmp_path / "listing.jsonl"

    code, printed = said(tmp_path, WITHHELD, "--listing", str(listing))

    assert (code, listing.exists()) == (2, False)
    assert "cannot be computed again" in printed


def test_figures_that_could_not_be_computed_again_are_not_passed_off_as_checked(
    tmp_path: Path,
) -> None:
    lie = renamed({**WITHHELD, FIGURES_PATH: b"all answered in time"})

    _, printed = said(tmp_path, lie, "--accord", ACCORD_ID)

    assert "The figures could not be computed again" in printed
    assert json.loads(printed.splitlines()[-1])["figures"] is None


def test_without_anchors_the_words_are_given_once(tmp_path: Path) -> None:
    _, printed = said(tmp_path, FILES)

    assert printed.count(WORDS[ALICE]) == 1
    assert "nobody has vouched" in printed


def test_a_demonstration_says_so_whatever_its_read_me_says(tmp_path: Path) -> None:
    files = renamed({**FILES, README_PATH: b"A real affair."})

    _, certificate = said(tmp_path, files, "--certificate")
    _, summary = said(tmp_path, files)

    assert all(certificate.count(notice) == 1 for notice in DEMONSTRATION)
    # Its verdict, once in each language, as the summary has it.
    assert certificate.count("Compare these words with each party") == 1
    assert certificate.count(text("What was checked", language="zh-Hans")) == 1
    assert summary.startswith(DEMONSTRATION[0])
    assert "README.txt is not what this program writes" in summary
    assert all(notice in FILES[README_PATH].decode() for notice in DEMONSTRATION)


def test_an_exercise_says_so_and_a_real_affair_says_neither(tmp_path: Path) -> None:
    printed = {mode: said(tmp_path, bundled(mode), "--certificate")[1] for mode in MODES}

    assert {
        mode: [notice for notice in (*DEMONSTRATION, *EXERCISE) if notice in printed[mode]]
        for mode in MODES
    } == {"demonstration": [*DEMONSTRATION], "exercise": [*EXERCISE], "real": []}


EXERCISE = ("Exercise: nothing here is a real affair.", "演练：此处内容均非真实事务。")
MODES = ("demonstration", "exercise", "real")


def bundled(mode: str) -> dict[str, bytes]:
    alice, bob = agreed_desks(make_accord(mode=mode))
    facts = {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z"}
    alice.say("cut", facts, time=at("12:00:00"))
    exchange(alice, bob)
    return bundle_of(alice, bob)


@pytest.mark.parametrize("second", [WORDS[ALICE], WORDS[BOB]], ids=["same", "other"])
def test_words_given_twice_for_one_party_are_refused(tmp_path: Path, second: str) -> None:
    words = (f"{ALICE} {second}", f"{ALICE} {WORDS[ALICE]}", f"{BOB} {WORDS[BOB]}")

    code, printed = said(tmp_path, FILES, *(part for each in words for part in ("--words", each)))

    assert code == 2
    assert "once" in printed


def test_words_without_any_are_refused(tmp_path: Path) -> None:
    assert said(tmp_path, FILES, "--words", "")[0] == 2


def test_with_json_the_result_is_all_that_is_printed_right_or_wrong(tmp_path: Path) -> None:
    wrong = {**FILES, FIGURES_PATH: b"{}"}

    assert json.loads(said(tmp_path, FILES, "--json")[1])["bundle"] == "ok"
    assert json.loads(said(tmp_path, wrong, "--json")[1])["bundle"] == "wrong"
