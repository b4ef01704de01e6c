"""Somebody who knows a passphrase, against a person with a second factor."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse

from servanda.core.people.lock_out import OF_A_PERSON
from servanda.core.people.second_factor import code_at, parse_secret, write_secret
from servanda.usecases.people.change_people import confirm_change, reset_passphrase
from servanda.usecases.people.read_people import read_people
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.people.desk import PeopledDesk, passphrase_of, peopled_desk

PATH = "/account/second-factor"
WORDS = passphrase_of("cleo").decode()


@pytest.fixture(name="desk", autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo")
    serve_pages(desk.services, monkeypatch)
    return desk


def new_secret(browser: Browser) -> bytes:
    page = browser.get(PATH).content.decode()
    found = re.search(r'name="secret" value="([A-Z2-7]+)"', page)
    assert found is not None
    secret = parse_secret(found.group(1))
    assert secret is not None
    return secret


def give(browser: Browser, secret: bytes, *, code: str, words: str = WORDS) -> HttpResponse:
    form = {"secret": write_secret(secret), "code": code, "passphrase": words}
    return browser.post(f"{PATH}/give", form)


def with_factor() -> tuple[bytes, list[str]]:
    """Give Cleo a second factor; return its secret and recovery codes."""
    browser = signed_in("cleo")
    secret = new_secret(browser)
    # A step ago, so that the present code is not spent by setting it up.
    answer = give(browser, secret, code=code_at(secret, at=now() - timedelta(seconds=30)))
    page = answer.content.decode()
    assert answer.status_code == 200, page
    return secret, re.findall(r"<li><code>([a-z2-7-]+)</code></li>", page)


def now() -> datetime:
    return datetime.now(UTC)


def sign_in(code: str, *, words: str = WORDS, address: str = "127.0.0.1") -> HttpResponse:
    form = {"name": "cleo", "passphrase": words, "code": code}
    return Browser(address).post("/sign-in", form)


def test_the_passphrase_alone_opens_nothing_and_is_not_told_to_be_right() -> None:
    secret, _ = with_factor()

    right, wrong = sign_in(""), sign_in("", words="another passphrase")
    assert right.status_code == wrong.status_code == 403
    kept = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in (right, wrong)]
    assert kept[0] == kept[1]
    assert sign_in(code_at(secret, at=now())).status_code == 302


def test_a_code_counts_once() -> None:
    secret, _ = with_factor()
    code = code_at(secret, at=now())

    first, again = sign_in(code), sign_in(code)

    assert (first.status_code, again.status_code) == (302, 403)


def test_a_recovery_code_signs_in_once_and_there_are_ten() -> None:
    _, recovery = with_factor()

    assert len(set(recovery)) == 10
    assert sign_in(recovery[0]).status_code == 302
    assert sign_in(recovery[0].upper()).status_code == 403
    assert sign_in(recovery[1].replace("-", " ")).status_code == 302


def test_guesses_of_codes_lock_as_guesses_of_passphrases_do() -> None:
    secret, _ = with_factor()
    for number in range(OF_A_PERSON.free):
        assert sign_in("000000", address=f"192.0.2.{number}").status_code == 403

    assert sign_in(code_at(secret, at=now())).status_code == 429


def test_nobody_gets_a_second_factor_by_a_session_alone(desk: PeopledDesk) -> None:
    browser = signed_in("cleo")
    secret = new_secret(browser)
    code = code_at(secret, at=now())

    answers = [
        give(browser, secret, code=code, words="another passphrase"),
        give(browser, secret, code="000000"),
        give(browser, b"short", code=code),
        give(Browser(), secret, code=code),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 302, 302]
    assert read_people(desk.services).persons["cleo"].second_factor is None
    assert WORDS not in answers[1].content.decode()


def test_recovery_codes_are_shown_on_no_page_again(desk: PeopledDesk) -> None:
    secret, recovery = with_factor()
    browser = Browser()
    browser.post(
        "/sign-in", {"name": "cleo", "passphrase": WORDS, "code": code_at(secret, at=now())}
    )

    page = browser.get(PATH).content.decode()
    log = b"".join(one.line for one in desk.services.store.audit_records(first=0, limit=1_000))

    assert "Remove the second factor" in page
    for code in recovery:
        assert code not in page
        assert code.encode() not in log
    assert secret not in log


def test_a_factor_that_was_exchanged_in_the_database_signs_nobody_in(desk: PeopledDesk) -> None:
    _, recovery = with_factor()
    named = read_people(desk.services).persons["cleo"].second_factor
    assert named is not None
    factors = desk.services.store._factors  # type: ignore[attr-defined]
    factors[named] = replace(factors[named], secret=b"m" * 20)

    for code in (code_at(b"m" * 20, at=now()), recovery[0]):
        answer = sign_in(code)
        assert answer.status_code == 503
        assert b"the database was altered" in answer.content or b"audit log names" in answer.content


def test_two_persons_let_in_who_lost_passphrase_and_codes(desk: PeopledDesk) -> None:
    with_factor()
    services = desk.services
    new = b"words that cleo types anew"
    changed = desk.act(
        "staff reset", "ada", lambda: reset_passphrase("cleo", passphrase=new, services=services)
    )
    assert sign_in("", words=new.decode()).status_code == 403
    entry = changed.entry  # type: ignore[attr-defined]
    desk.act("staff confirm", "ben", lambda: confirm_change(entry, services=services))

    assert sign_in("", words=new.decode()).status_code == 302


def test_a_person_removes_it_with_the_passphrase_and_nothing_less(desk: PeopledDesk) -> None:
    secret, _ = with_factor()
    browser = Browser()
    browser.post(
        "/sign-in", {"name": "cleo", "passphrase": WORDS, "code": code_at(secret, at=now())}
    )

    assert browser.post(f"{PATH}/remove", {"passphrase": "no"}).status_code == 403
    assert read_people(desk.services).persons["cleo"].second_factor is not None
    assert browser.post(f"{PATH}/remove", {"passphrase": WORDS}).status_code == 302
    assert sign_in("").status_code == 302


def test_the_command_line_knows_no_codes(desk: PeopledDesk) -> None:
    with_factor()

    desk.act("doctor", "cleo")
