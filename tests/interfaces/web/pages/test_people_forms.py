"""Persons changed by forms: once, by who may, with a second person, and nothing typed is lost."""

from datetime import timedelta

import pytest

from servanda.core.people.roles import Role
from servanda.interfaces.language import LANGUAGES
from servanda.usecases.people.done_before import newest_event
from servanda.usecases.people.read_people import read_people
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.people.desk import PeopledDesk, passphrase_of, peopled_desk

NEW = "the passphrase of nora"
FORMS = ("add", "roles", "remove", "reset", "unlock", "four-eyes", "confirm", "reject", "duty")


@pytest.fixture(name="desk", autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo", "dora", "emil", "finn")
    serve_pages(desk.services, monkeypatch)
    return desk


def seen(desk: PeopledDesk) -> dict[str, str]:
    return {"seen": str(newest_event(desk.services))}


def adding(desk: PeopledDesk, **changed: str) -> dict[str, str]:
    return {**seen(desk), "name": "nora", "role": "officer", "new": NEW, "again": NEW, **changed}


def day(desk: PeopledDesk, days: int) -> str:
    return (desk.services.clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_a_person_is_added_once_with_a_second_person_and_may_then_sign_in(
    desk: PeopledDesk,
) -> None:
    ada, ben, form = signed_in("ada"), signed_in("ben"), adding(desk)

    first, second = ada.post("/people/add", form), ada.post("/people/add", form)

    assert first["Location"] == "/people?lang=en&done=waits"
    assert second.status_code == 302
    (entry,) = read_people(desk.services).waiting
    page = ben.get("/people").content.decode()
    assert f'name="entry" value="{entry}"' in page
    agreed = {**seen(desk), "entry": str(entry)}
    assert ben.post("/people/confirm", agreed)["Location"].endswith("done=holds")
    assert ben.post("/people/confirm", agreed)["Location"].endswith("done=holds")
    assert read_people(desk.services).persons["nora"].roles == {Role.OFFICER}
    assert Browser().sign_in("nora", passphrase=NEW.encode()).status_code == 302


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Nora <b>"},
        {"name": "cleo"},
        {"again": "another passphrase"},
        {"new": "short", "again": "short"},
        {"role": "king"},
        {"role": ""},
        {"seen": "no number"},
    ],
)
def test_what_is_wrong_is_told_what_was_typed_is_kept_and_passphrases_are_not(
    changed: dict[str, str], desk: PeopledDesk
) -> None:
    before = newest_event(desk.services)

    answer = signed_in("ada").post("/people/add", adding(desk, **changed))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert (
        f'value="{changed.get("name", "nora").replace("<", "&lt;").replace(">", "&gt;")}"' in page
    )
    assert NEW not in page
    assert newest_event(desk.services) == before


@pytest.mark.parametrize("name", ["cleo", "emil", "finn"])
def test_who_may_not_is_answered_as_if_there_were_no_such_form(
    name: str, desk: PeopledDesk
) -> None:
    browser, before = signed_in(name), newest_event(desk.services)
    missing = browser.get("/nothing-here").content

    for one in FORMS:
        if (name, one) == ("cleo", "duty"):
            continue
        answer = browser.post(f"/people/{one}", adding(desk, entry="1"))
        assert (answer.status_code, answer.content) == (404, missing), one

    assert newest_event(desk.services) == before
    assert browser.get("/people?person=ada").content == missing
    assert browser.get("/people?person=nobody").content == missing


def test_roles_are_given_a_passphrase_is_reset_and_a_person_is_removed_by_two(
    desk: PeopledDesk,
) -> None:
    ada, ben = signed_in("ada"), signed_in("ben")

    def agreed() -> None:
        (entry,) = read_people(desk.services).waiting
        ben.post("/people/confirm", {**seen(desk), "entry": str(entry)})

    ada.post("/people/roles", {**seen(desk), "name": "finn", "role": "translator"})
    agreed()
    assert read_people(desk.services).persons["finn"].roles == {Role.TRANSLATOR}
    ada.post("/people/reset", {**seen(desk), "name": "finn", "new": NEW, "again": NEW})
    agreed()
    assert Browser().sign_in("finn", passphrase=NEW.encode()).status_code == 302
    ada.post("/people/remove", {**seen(desk), "name": "finn"})
    agreed()
    assert read_people(desk.services).active("finn") is None


def test_who_proposed_a_change_cannot_agree_to_it_and_may_put_it_away(desk: PeopledDesk) -> None:
    ada = signed_in("ada")
    ada.post("/people/roles", {**seen(desk), "name": "finn", "role": "translator"})
    (entry,) = read_people(desk.services).waiting
    form = {**seen(desk), "entry": str(entry)}

    refused = ada.post("/people/confirm", form)

    assert refused.status_code == 422
    assert read_people(desk.services).waiting
    assert ada.post("/people/reject", form)["Location"].endswith("done=holds")
    assert not read_people(desk.services).waiting


def test_an_absent_person_names_who_stands_in_and_a_repeated_form_sets_no_second_cover(
    desk: PeopledDesk,
) -> None:
    cleo = signed_in("cleo")
    form = {
        **seen(desk), "name": "cleo", "by": "dora", "from": day(desk, 1), "until": day(desk, 3),
    }  # fmt: skip

    cleo.post("/people/cover", form)
    again = cleo.post("/people/cover", form)

    assert again["Location"].endswith("done=holds")
    (cover,) = read_people(desk.services).covers
    assert (cover.name, cover.by) == ("cleo", "dora")
    ended = {**seen(desk), "entry": str(cover.entry)}
    assert cleo.post("/people/end", ended).status_code == 302
    (cover,) = read_people(desk.services).covers
    assert cover.start == cover.end


@pytest.mark.parametrize("until", ["", "soon", "2026-02-30T08:00", "0001-01-01T00:00"])
def test_a_duty_needs_a_time_that_there_is_and_keeps_what_was_typed(
    until: str, desk: PeopledDesk
) -> None:
    form = {**seen(desk), "name": "dora", "from": day(desk, 1), "until": until}

    answer = signed_in("cleo").post("/people/duty", form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{day(desk, 1)}"' in page
    assert '<option value="dora" selected>' in page
    assert not read_people(desk.services).duties


def test_a_duty_is_put_on_the_roster_and_more_types_need_two_persons(desk: PeopledDesk) -> None:
    form = {**seen(desk), "name": "dora", "from": day(desk, 0), "until": day(desk, 1)}
    signed_in("cleo").post("/people/duty", form)
    assert [one.name for one in read_people(desk.services).duties] == ["dora"]

    ada = signed_in("ada")
    ada.post("/people/four-eyes", {**seen(desk), "type": "response"})  # takes two away: two agree

    assert [one.kind for one in read_people(desk.services).waiting.values()] == ["four_eyes_set"]


def test_an_administrator_unlocks_who_typed_wrong_passphrases() -> None:
    for number in range(6):
        Browser(f"192.0.2.{number}").sign_in("cleo", passphrase=b"a guess of twelve")
    ada = signed_in("ada")
    assert "wrong passphrases in a row" in ada.get("/administration").content.decode()
    assert "/people/unlock" in ada.get("/people?person=cleo").content.decode()

    ada.post("/people/unlock", {"name": "cleo"})

    said = passphrase_of("cleo")
    assert Browser("192.0.2.9").sign_in("cleo", passphrase=said).status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/people?person=cleo", "/administration?"])
def test_the_pages_are_in_the_readers_language_and_run_no_scripts(path: str, language: str) -> None:
    page = signed_in("ada").get(f"{path}&lang={language}").content.decode()

    assert f'<html lang="{language}">' in page
    for forbidden in ("<script", "style=", "onclick"):
        assert forbidden not in page
    if path.startswith("/administration"):
        assert ("可以签署" in page or "This node may sign" in page) or language == "en"
        assert "doctor" in page


def test_the_page_of_administration_says_whether_the_node_may_sign_and_how_long() -> None:
    page = signed_in("emil").get("/administration").content.decode()

    assert "This node may sign" in page
    assert "Our keys are used until" in page
