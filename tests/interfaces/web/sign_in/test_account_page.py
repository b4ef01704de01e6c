"""The page of one's own account: sessions ended, and a passphrase changed with the present one."""

from functools import partial

import pytest

from servanda.core.audit.entry import Outcome
from servanda.core.people.lock_out import OF_A_PERSON
from servanda.interfaces.language import LANGUAGES
from servanda.usecases.people.change_people import set_cover
from servanda.usecases.people.sessions import session_digest
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.nodes import agreed_cast
from tests.usecases.people.desk import PeopledDesk, passphrase_of, peopled_desk

NEW = "quite another passphrase"


@pytest.fixture(name="desk", autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo")
    serve_pages(desk.services, monkeypatch)
    return desk


def change(browser: Browser, *, present: bytes, new: str = NEW, again: str = NEW) -> str:
    form = {"present": present.decode(), "new": new, "again": again}
    return str(browser.post("/account/passphrase", form)["Location"])


def test_one_sees_ones_sessions_and_nobody_elses() -> None:
    first, second, other = signed_in("cleo"), signed_in("cleo"), signed_in("ben")

    page = first.get("/account").content.decode()

    assert session_digest(second.token) in page
    assert session_digest(first.token) not in page  # the present one is ended by signing out
    assert session_digest(other.token) not in page
    assert "this session" in page
    for token in (first.token, second.token, other.token):
        assert token not in page


def test_a_session_that_one_ends_is_over_and_the_others_go_on(desk: PeopledDesk) -> None:
    first, second, third = (signed_in("cleo") for _ in range(3))

    answer = first.post("/account/end-session", {"session": session_digest(second.token)})

    assert answer["Location"] == "/account?lang=en&done=ended"
    assert second.get("/people").status_code == 302
    assert third.get("/people").status_code == first.get("/people").status_code == 200
    first.post("/account/end-session", {"session": "others"})
    assert third.get("/people").status_code == 302
    assert first.get("/people").status_code == 200
    noted = [one.verb for one in desk.entries() if one.outcome is Outcome.DONE]
    assert noted.count("desk end-session") == 2


def test_anothers_session_stays_and_is_answered_as_one_that_is_not_there() -> None:
    cleo, ben = signed_in("cleo"), signed_in("ben")

    for forged in (session_digest(ben.token), "sha256:" + "0" * 64, "", "' OR 1=1 --", "\0"):
        answer = cleo.post("/account/end-session", {"session": forged})
        assert answer["Location"] == "/account?lang=en&done=ended"

    assert ben.get("/people").status_code == 200


def test_a_new_passphrase_is_that_of_the_command_line_and_ends_every_other_session(
    desk: PeopledDesk,
) -> None:
    here, elsewhere = signed_in("cleo"), signed_in("cleo")
    before = here.token

    led = change(here, present=passphrase_of("cleo"))

    assert led == "/account?lang=en&done=passphrase"
    assert here.token not in {"", before}
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert desk.act("doctor", "cleo", passphrase=NEW.encode()) is None
    assert Browser().sign_in("cleo").status_code == 403


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"present": b"another passphrase"}, "person-not-proved"),
        ({"new": "short", "again": "short"}, "weak-passphrase"),
        ({"again": NEW + " "}, "passphrases-not-alike"),
        ({"new": "x" * 2000, "again": "x" * 2000}, "weak-passphrase"),
    ],
)
def test_a_passphrase_that_does_not_do_changes_nothing_and_says_why(
    given: dict[str, object], problem: str
) -> None:
    browser = signed_in("cleo")
    form = {"present": passphrase_of("cleo"), **given}

    led = change(browser, **form)  # type: ignore[arg-type]

    assert led == f"/account?lang=en&problem={problem}"
    page = browser.get(led).content.decode()
    assert 'role="alert"' in page
    assert NEW not in page
    assert Browser().sign_in("cleo").status_code == 302


def test_who_found_a_desk_unattended_cannot_guess_its_passphrase() -> None:
    browser = signed_in("cleo")

    led = [change(browser, present=b"a guess of twelve") for _ in range(OF_A_PERSON.free + 1)]

    assert led[-1].endswith("problem=person-locked")
    assert change(browser, present=passphrase_of("cleo")).endswith("problem=person-locked")


def test_without_a_session_the_forms_do_nothing() -> None:
    for path in ("/account/end-session", "/account/passphrase"):
        answer = Browser().post(path, {"present": "x", "new": NEW, "again": NEW})
        assert answer["Location"].startswith("/sign-in?")


def test_words_put_into_the_address_are_not_shown() -> None:
    page = signed_in("cleo").get("/account?problem=You+are+hacked&done=Call+192.0.2.1")

    assert b"hacked" not in page.content
    assert b"192.0.2.1" not in page.content


@pytest.mark.parametrize(("language", "word"), [("en", "stands in for"), ("zh-Hans", "代理")])
def test_cover_is_shown_to_both_whom_it_concerns(
    language: str, word: str, desk: PeopledDesk
) -> None:
    now = desk.services.clock.now()
    end = now.replace(year=now.year + 1)
    desk.act(
        "staff cover",
        "cleo",
        partial(set_cover, "cleo", by="ben", start=now, end=end, services=desk.services),
    )

    for name in ("cleo", "ben"):
        page = signed_in(name).get(f"/account?lang={language}").content.decode()
        assert "<strong>ben</strong>" in page
        assert word in page
    assert "<strong>ben</strong>" not in signed_in("ada").get("/account").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_home_without_persons_there_is_no_account(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_pages(agreed_cast().alice.services, monkeypatch)

    page = Browser().get(f"/account?lang={language}").content.decode()

    assert 'name="present"' not in page
    assert f'<html lang="{language}">' in page
