"""The page of the evidence: the kept report, and what people decided without seeing each other."""

from pathlib import Path

import pytest

from servanda.evidence.decisions.decision import Verb
from servanda.interfaces.language import LANGUAGES, speaking, text
from servanda.interfaces.web.pages.evidence_page import EvidencePage, read_evidence_page
from servanda.store.home.layout import Home
from tests.documents.evidence.test_section import written
from tests.evidence.corpora import corpus_of, demo_analyses
from tests.evidence.incidents.codings import KEY, coding
from tests.interfaces.cli.homes import Desk
from tests.interfaces.web.pages.rendering import rendered
from tests.usecases.evidence.test_decide import take
from tests.usecases.nodes import Cast, make_cast

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def read(cast: Cast, home: Home, *, person: str = "anna", language: str = "en") -> EvidencePage:
    with speaking(language):
        return read_evidence_page(cast.alice.services, home=home, person=person, language=language)


def html(cast: Cast, home: Home, *, language: str = "en") -> str:
    page = read(cast, home, language=language)
    return rendered("evidence", page, language=language)


def keep_report(home: Home) -> None:
    written(home.folder, corpus_of(demo_analyses())).rename(home.evidence_report)


def test_before_the_first_report_the_page_says_how_to_make_one(home: Home) -> None:
    page = html(make_cast(), home)

    assert "No report is kept yet" in page
    assert "The archive is empty." in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kept_report_is_worded_for_each_reader(home: Home, language: str) -> None:
    keep_report(home)
    said = {each: text("No text speaks of it.", language=each) for each in LANGUAGES}

    page = html(make_cast(), home, language=language)

    assert [each for each in LANGUAGES if said[each] in page] == [language]


def test_a_report_that_knows_less_than_there_is_says_so(home: Home) -> None:
    cast = make_cast()
    keep_report(home)

    assert read(cast, home).is_stale  # the archive here is empty
    assert "came after this report" in html(cast, home)


def test_a_report_that_was_altered_is_an_alarm_and_hides_nothing_else(home: Home) -> None:
    keep_report(home)
    home.evidence_report.write_bytes(b'{"report": "another"}\n')

    page = html(make_cast(), home)

    assert 'class="alarm" role="alert"' in page
    assert "The archive is empty." in page


def test_before_their_own_answer_nobody_sees_another_coders(home: Home) -> None:
    cast = make_cast()
    take(cast.alice.services, Verb.CODE, KEY, coding(), by="anna")

    (own,) = read(cast, home, person="anna").incidents
    (other,) = read(cast, home, person="boris").incidents

    assert (list(own.coders), other.coders) == (["anna"], [])
    assert own.state == other.state == "waits for a second coder"
    take(cast.alice.services, Verb.CODE, KEY, coding(nexus="alleged"), by="boris")
    (both,) = read(cast, home, person="carla").incidents
    assert both.state == "two coders differ"
    assert list(both.coders) == ["anna", "boris"]


def test_what_was_decided_stands_there_with_its_reason_as_text(home: Home) -> None:
    cast = make_cast()
    take(cast.alice.services, Verb.CODE, KEY, coding(), by=HOSTILE)

    page = html(cast, home)

    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_a_report_over_the_archive_is_kept_for_the_page(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "alice", "alice.example")
    desk.do("init", desk.party, "--mode", "exercise", "--at", "2026-01-05T08:00:00Z")
    article = tmp_path / "article.txt"
    article.write_text("Northmark said on Monday that nothing was taken.\n", encoding="utf-8")
    desk.do("evidence", "add", str(article))

    desk.do("evidence", "report")

    assert Home(desk.folder).evidence_report.is_file()
