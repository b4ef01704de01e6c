"""The shift at the desk: written once, confirmed by somebody else, with what was typed kept."""

import re

import pytest

from servanda.interfaces.language import LANGUAGES
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.people.hand_over import all_handovers
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.nodes import REQUEST, REQUEST_BODY
from tests.usecases.people.desk import PeopledDesk, peopled_desk

NOTE = "Telephone B at six; 六点致电 <b>."


@pytest.fixture(name="desk", autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo", "dora", "emil")
    desk.cast.bob.send("request", REQUEST, body=REQUEST_BODY)
    desk.cast.settle()
    show_queue(services=desk.services)
    serve_pages(desk.services, monkeypatch)
    return desk


def carried(browser: Browser, *names: str) -> dict[str, str]:
    page = browser.get("/handover").content.decode()
    found = {}
    for name in names:
        match = re.search(rf'name="{name}" value="([^"]*)"', page)
        assert match is not None, name
        found[name] = match.group(1)
    return found


def test_a_shift_is_handed_over_once_and_the_next_officer_takes_it_over_once(
    desk: PeopledDesk,
) -> None:
    cleo, dora = signed_in("cleo"), signed_in("dora")
    form = {**carried(cleo, "seen"), "note": NOTE, "to": ""}

    answers = [cleo.post("/handover/write", form) for _ in range(2)]

    assert [one["Location"] for one in answers] == ["/handover?lang=en&done=written"] * 2
    assert len(all_handovers(desk.services)) == 1
    assert "/handover/confirm" not in cleo.get("/handover").content.decode()
    page = dora.get("/handover").content.decode()
    assert "Telephone B at six; 六点致电 &lt;b&gt;." in page
    taken = carried(dora, "entry", "digest")
    for _ in range(2):
        assert dora.post("/handover/confirm", taken)["Location"].endswith("done=confirmed")
    (one,) = all_handovers(desk.services)
    assert one.confirmed_by is not None
    assert one.confirmed_by.name == "dora"


def test_what_was_typed_is_kept_where_it_is_not_taken(desk: PeopledDesk) -> None:
    cleo = signed_in("cleo")

    blank = cleo.post("/handover/write", {**carried(cleo, "seen"), "note": " ", "to": "ben"})
    nobody = cleo.post("/handover/write", {**carried(cleo, "seen"), "note": NOTE, "to": "zoe"})

    assert (blank.status_code, nobody.status_code) == (422, 422)
    assert '<option value="ben" selected>' in blank.content.decode()
    assert "六点致电" in nobody.content.decode()
    assert not all_handovers(desk.services)


def test_who_wrote_it_or_was_shown_another_does_not_confirm_it(desk: PeopledDesk) -> None:
    cleo, dora = signed_in("cleo"), signed_in("dora")
    cleo.post("/handover/write", {**carried(cleo, "seen"), "note": NOTE, "to": ""})
    taken = carried(dora, "entry", "digest")

    assert cleo.post("/handover/confirm", taken).status_code == 422
    forged = {**taken, "digest": "sha256:" + "0" * 64}
    assert dora.post("/handover/confirm", forged).status_code == 422
    assert signed_in("emil").post("/handover/confirm", taken).status_code == 404
    (one,) = all_handovers(desk.services)
    assert one.confirmed_by is None


def test_an_administrator_reads_no_note_and_an_auditor_finds_no_form() -> None:
    cleo = signed_in("cleo")
    cleo.post("/handover/write", {**carried(cleo, "seen"), "note": NOTE, "to": ""})

    assert "六点致电" not in signed_in("ada").get("/handover").content.decode()
    assert "<textarea" not in signed_in("emil").get("/handover").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_changed_and_waits_in_the_readers_language(language: str) -> None:
    page = signed_in("cleo").get(f"/handover?lang={language}").content.decode()

    assert ("To hand over now" in page) == (language == "en")
    assert page.count("<tr>") + page.count('<tr class="late">') > 3
    for forbidden in ("<script", "style="):
        assert forbidden not in page
