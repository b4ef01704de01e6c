"""Somebody at the door of the desk: guesses, forged tokens, planted sessions, forms from elsewhere.

Everything is mounted by a browser before the pages of a desk in memory.
"""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from servanda.core.audit.entry import Outcome
from servanda.core.people import passphrase
from servanda.core.people.lock_out import OF_A_PERSON, OF_AN_ADDRESS
from servanda.core.people.page_table import SIGN_IN
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.web.sign_in.sign_in_page import wanted_path
from servanda.usecases.people.prove_person import PersonLockedError, PersonNotProvedError
from servanda.usecases.people.sessions import MAX_TOKEN_CHARACTERS
from servanda.usecases.people.sign_in import AddressLockedError, sign_in
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.people.desk import PeopledDesk, peopled_desk
from tests.usecases.people.visitors import NOW, visitor

GUESS = b"a guess of twelve"


@pytest.fixture(name="desk", autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo")
    serve_pages(desk.services, monkeypatch)
    return desk


def test_nobody_learns_whether_a_person_is_there() -> None:
    answers = []
    for number, name in enumerate(("cleo", "nobody", "cleo.example", "unnamed", "@127.0.0.1")):
        browser = Browser(f"192.0.2.{number}")
        pages = [browser.sign_in(name, passphrase=GUESS) for _ in range(OF_A_PERSON.free + 1)]
        answers.append((name, pages))
    statuses = {name: [page.status_code for page in pages] for name, pages in answers}

    expected = [403] * OF_A_PERSON.free + [429]
    assert statuses["cleo"] == statuses["nobody"] == expected  # the lock tells nothing either
    for name, pages in answers:
        first = pages[0].content.decode().replace(f'value="{name}"', 'value="cleo"')
        assert without_form_token(first) == without_form_token(answers[0][1][0].content.decode())


def without_form_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_wrong_name_costs_as_many_stretched_passphrases_as_a_right_one(
    desk: PeopledDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[bytes] = []
    stretched = passphrase._stretched

    def counting(said: bytes, salt: bytes) -> bytes:
        counted.append(said)
        return stretched(said, salt)

    monkeypatch.setattr(passphrase, "_stretched", counting)

    for name in ("cleo", "nobody", "no name at all"):
        counted.clear()
        with pytest.raises(PersonNotProvedError):
            sign_in(desk.claim(name, passphrase=GUESS), visitor=visitor(), services=desk.services)
        assert len(counted) == 1, name


def test_each_wrong_attempt_after_the_lock_locks_for_longer(desk: PeopledDesk) -> None:
    def attempt(number: int, *, right: bool = False) -> None:
        claim = desk.claim("cleo", passphrase=None if right else GUESS)
        seen = visitor(address=f"192.0.2.{number}")
        sign_in(claim, visitor=seen, services=desk.services)

    for number in range(OF_A_PERSON.free):
        with pytest.raises(PersonNotProvedError):
            attempt(number)
    desk.cast.clock.advance(OF_A_PERSON.first)
    with pytest.raises(PersonNotProvedError):
        attempt(10)
    desk.cast.clock.advance(OF_A_PERSON.first)
    with pytest.raises(PersonLockedError):
        attempt(11, right=True)

    desk.cast.clock.advance(OF_A_PERSON.first)
    attempt(12, right=True)
    desk.act("doctor", "cleo")  # and the command line knows it too: one register, one count


def test_an_address_that_goes_through_names_is_stopped_and_cannot_fill_the_audit_log(
    desk: PeopledDesk,
) -> None:
    desk.services.store.clear_attempts("@192.0.2.1")
    tried = [f"name{number}" for number in range(OF_AN_ADDRESS.free)]
    for name in tried:
        with pytest.raises(PersonNotProvedError):
            sign_in(desk.claim(name, passphrase=GUESS), visitor=visitor(), services=desk.services)
    noted = len(desk.entries())

    for _ in range(50):
        with pytest.raises(AddressLockedError):
            sign_in(desk.claim("cleo"), visitor=visitor(), services=desk.services)

    assert len(desk.entries()) == noted
    elsewhere = visitor(address="192.0.2.2")
    assert sign_in(desk.claim("cleo"), visitor=elsewhere, services=desk.services)
    later = visitor(at=NOW + OF_AN_ADDRESS.first)
    assert sign_in(desk.claim("cleo"), visitor=later, services=desk.services)


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in() -> None:
    mallory, cleo = signed_in("ben"), Browser()
    planted = mallory.token
    cleo.get("/sign-in")
    cleo.token = planted

    cleo.sign_in("cleo")  # over the planted session, which ends with it

    assert cleo.token not in {"", planted, "chosen-by-mallory"}
    for known in (planted, "chosen-by-mallory"):
        mallory.token = known
        assert mallory.get("/people").status_code == 302


def test_signing_in_changes_the_token_of_forms_too() -> None:
    browser = Browser()
    browser.get("/sign-in")
    before = browser.client.cookies[settings.CSRF_COOKIE_NAME].value

    browser.sign_in("cleo")

    assert browser.client.cookies[settings.CSRF_COOKIE_NAME].value != before


@pytest.mark.parametrize(
    "token",
    [
        "",
        "A" * 43,
        "A" * (MAX_TOKEN_CHARACTERS + 1),
        "../../etc/passwd",
        "' OR 1=1 --",
        "sha256:" + "0" * 64,
        "\udcff",
        "一" * 43,
    ],
)
def test_a_forged_token_opens_nothing(token: str) -> None:
    signed_in("cleo")
    browser = Browser()
    browser.client.cookies = SimpleCookie()
    browser.client.cookies[settings.SESSION_COOKIE_NAME] = quote(token, errors="replace")

    assert browser.get("/people").status_code == 302


def test_what_lies_in_the_database_opens_nothing(desk: PeopledDesk) -> None:
    signed_in("cleo")
    (kept,) = desk.services.store.sessions_of("cleo")
    browser = Browser()

    for part in (kept.digest, kept.digest.removeprefix("sha256:"), kept.verifier):
        browser.token = part
        assert browser.get("/people").status_code == 302


def test_a_form_from_elsewhere_is_not_taken() -> None:
    browser = signed_in("cleo")
    right = browser.client.cookies[settings.CSRF_COOKIE_NAME].value
    token = browser.token
    foreign = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1:8080")
    foreign.cookies = browser.client.cookies

    answers = [
        foreign.post("/sign-out"),
        foreign.post("/sign-out", {"csrfmiddlewaretoken": "A" * 32}),
        # Another port of this machine is another origin, though cookies do not know it.
        foreign.post(
            "/sign-out", {"csrfmiddlewaretoken": right}, HTTP_ORIGIN="http://127.0.0.1:9090"
        ),
        foreign.post("/sign-out", {"csrfmiddlewaretoken": right}, HTTP_ORIGIN="null"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert "The form was not taken" in answers[0].content.decode()
    browser.token = token
    assert browser.get("/people").status_code == 200


def test_a_form_that_is_sent_again_does_nothing_more(desk: PeopledDesk) -> None:
    browser = signed_in("cleo")
    browser.post("/sign-out")
    before = len(desk.entries())

    assert browser.post("/sign-out").status_code == 302
    assert len(desk.entries()) == before


@pytest.mark.parametrize(
    "path",
    [
        "https://mallory.example/",
        "//mallory.example",
        "/\\mallory.example",
        "///mallory.example",
        "javascript:alert(1)",
        "people",
        "/nothing-here",
        "/people\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_the_way_back_leads_to_no_other_place(path: str) -> None:
    assert wanted_path(path) == "/"
    assert Browser().sign_in("cleo", wanted=path)["Location"] == "/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_in_a_name_or_in_the_way_back_is_only_text(language: str) -> None:
    markup = '"><script>alert(1)</script>'
    browser = Browser()

    answers = [
        browser.sign_in(markup, passphrase=GUESS),
        browser.get(f"/sign-in?lang={language}&next={quote(markup)}"),
        browser.get(f"/sign-in?lang={quote(markup)}"),
        browser.get(f"/{quote(markup)}"),
    ]

    for answer in answers:
        assert b"<script" not in answer.content


@pytest.mark.parametrize("said", ["", "x" * 100_000, "\0", "\ud800"])
def test_any_name_and_passphrase_are_answered(said: str) -> None:
    browser = Browser()
    encoded = said.encode(errors="surrogatepass").decode(errors="replace")

    for name, typed in ((encoded, GUESS), ("cleo", encoded.encode())):
        assert browser.sign_in(name, passphrase=typed).status_code in {403, 429}


def test_a_passphrase_stands_in_no_entry_and_no_answer(desk: PeopledDesk) -> None:
    secret = b"Quicksilver in the clear"
    answer = Browser().sign_in("cleo", passphrase=secret)
    desk_log = b"".join(
        record.line for record in desk.services.store.audit_records(first=0, limit=1_000)
    )

    assert secret not in answer.content
    assert secret not in desk_log
    last = desk.entries()[-1]
    assert (last.actor.name, last.verb, last.outcome) == ("cleo", SIGN_IN, Outcome.REFUSED)


def test_every_answer_carries_the_headers_that_keep_a_browser_from_harm() -> None:
    browser = signed_in("cleo")
    for answer in (browser.get("/people"), Browser().get("/sign-in"), browser.get("/none")):
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src" not in policy


def test_an_old_database_put_back_opens_no_page(desk: PeopledDesk) -> None:
    desk.services.store._audit.clear()  # type: ignore[attr-defined]

    answer = Browser().get("/")

    assert answer.status_code == 503
    assert "an old one was put back" in answer.content.decode()


def test_a_scripted_clock_that_stands_lets_no_session_last(desk: PeopledDesk) -> None:
    browser = signed_in("cleo")
    (kept,) = desk.services.store.sessions_of("cleo")

    assert datetime.now(UTC) - kept.begun_at < timedelta(minutes=5)
    assert abs(desk.services.clock.now() - kept.begun_at) > timedelta(days=1)
    assert browser.get("/people").status_code == 200
