"""Somebody with a key that is not theirs, or that is for less; or with the database in hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse

from servanda.core.identifiers import Digest
from servanda.core.people.api_key import MAX_KEYS, Group, InvalidKeyError, build_token, token_digest
from servanda.core.people.lock_out import OF_AN_ADDRESS
from servanda.core.people.roles import Role
from servanda.usecases.people.api_keys import WantedKey, keys_seen, make_key, revoke_key
from servanda.usecases.people.change_people import (
    Changed,
    IllegalChangeError,
    confirm_change,
    give_roles,
    remove_person,
    reset_passphrase,
)
from servanda.usecases.people.prove_person import PersonNotProvedError
from tests.interfaces.api.programs import Program, program_of, told
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.people.desk import PeopledDesk, passphrase_of, peopled_desk
from tests.usecases.people.visitors import claim_of


@pytest.fixture(name="desk", autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch) -> PeopledDesk:
    stretch_little(monkeypatch)
    desk = peopled_desk("ada", "ben", "cleo")
    serve_pages(desk.services, monkeypatch)
    return desk


def is_let_in(program: Program) -> bool:
    return program.get("/requests").status_code == 200


def make(browser: Browser, **values: str) -> HttpResponse:
    form = {
        "description": "a monitor",
        "group": "requests",
        "days": "30",
        "passphrase": passphrase_of("cleo").decode(),
    }
    return browser.post("/account/keys/make", {**form, **values})


def token_on(answer: HttpResponse) -> str:
    page = answer.content.decode()
    return page.partition('<code class="secret">')[2].partition("<")[0]


def by_two(desk: PeopledDesk, changed: object) -> None:
    assert isinstance(changed, Changed)
    entry = changed.entry
    desk.act("staff confirm", "ben", lambda: confirm_change(entry, services=desk.services))


def test_a_key_is_shown_once_and_kept_by_its_digest(desk: PeopledDesk) -> None:
    browser = signed_in("cleo")
    token = token_on(make(browser))

    assert is_let_in(Program(token))
    assert token not in browser.get("/account/keys").content.decode()
    log = b"".join(one.line for one in desk.services.store.audit_records(first=0, limit=1_000))
    assert token.encode() not in log
    (kept,) = desk.services.store.api_keys()
    assert token not in repr(kept)
    assert kept.used_at is not None


def test_nobody_gets_a_key_by_a_session_alone(desk: PeopledDesk) -> None:
    browser = signed_in("cleo")

    assert make(browser, **{"passphrase": "another passphrase"}).status_code == 403
    assert make(Browser()).status_code == 302
    assert browser.client.post("/account/keys/make", {"description": "x"}).status_code == 403
    assert desk.services.store.api_keys() == []
    assert not keys_seen(at=datetime.now(UTC), services=desk.services)


@pytest.mark.parametrize(
    "typed",
    [
        {"description": ""},
        {"description": "x" * 81},
        {"description": "two\nlines"},
        {"group": ""},
        {"group": "everything"},
        {"days": "0"},
        {"days": "367"},
        {"days": "-1"},
        {"days": "٣"},
        {"days": "9999"},
    ],
)
def test_a_key_that_cannot_be_so_is_not_made(typed: dict[str, str], desk: PeopledDesk) -> None:
    answer = make(signed_in("cleo"), **typed)

    assert answer.status_code == 403
    assert desk.services.store.api_keys() == []


def test_what_was_typed_comes_back_as_text(desk: PeopledDesk) -> None:
    page = make(signed_in("cleo"), description='"><script>x</script>', days="0").content.decode()

    assert "<script>" not in page
    assert "&quot;&gt;&lt;script&gt;" in page
    assert passphrase_of("cleo").decode() not in page
    assert desk.services.store.api_keys() == []


def test_a_scope_that_was_widened_in_the_database_opens_nothing(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo", groups=[Group.AUDIT], writes=False)
    (kept,) = desk.services.store.api_keys()
    store = desk.services.store
    for altered in (
        replace(kept.key, groups=frozenset(Group)),
        replace(kept.key, writes=True),
        replace(kept.key, expires_at=kept.key.expires_at + timedelta(days=300)),
        replace(kept.key, person="ada"),
        replace(kept.key, description="something else"),
    ):
        store.save_api_key(altered)
        assert program.get("/openapi.json").status_code == 401
    store.clear_attempts("#127.0.0.1")
    store.save_api_key(kept.key)
    assert program.get("/openapi.json").status_code == 200


def test_a_key_that_nobody_made_opens_nothing(desk: PeopledDesk) -> None:
    program_of(desk, "cleo")
    (kept,) = desk.services.store.api_keys()
    token = build_token(b"m" * 32)
    planted = replace(kept.key, token=planted_digest(token))
    desk.services.store.save_api_key(planted)

    assert not is_let_in(Program(token))


def planted_digest(token: str) -> Digest:
    digest = token_digest(token)
    assert digest is not None
    return digest


def test_a_key_ends_by_time_by_hand_and_with_its_person(desk: PeopledDesk) -> None:
    services = desk.services
    now = datetime.now(UTC)
    over = program_of(desk, "cleo", lasts=timedelta(seconds=1))
    for kept in services.store.api_keys():
        ended = replace(kept.key, expires_at=now - timedelta(seconds=1))
        assert not [
            one for one in keys_seen(at=kept.key.expires_at, services=services) if one.is_live
        ]
        assert ended.digest != kept.key.digest
    by_hand = program_of(desk, "cleo")
    assert is_let_in(by_hand)
    live = next(
        one for one in keys_seen(at=now + timedelta(minutes=1), services=services) if one.is_live
    )
    desk.act("staff revoke", "ada", lambda: revoke_key(live.name, services=services))
    assert not is_let_in(by_hand)

    with_person = program_of(desk, "cleo")
    assert is_let_in(with_person)
    by_two(
        desk,
        desk.act("staff remove", "ada", lambda: remove_person("cleo", services=services)),
    )
    assert not is_let_in(with_person)
    assert not is_let_in(over)


def test_a_key_ends_with_a_passphrase_that_was_reset(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    new = b"words that cleo types anew"

    by_two(
        desk,
        desk.act(
            "staff reset",
            "ada",
            lambda: reset_passphrase("cleo", passphrase=new, services=desk.services),
        ),
    )

    assert not is_let_in(program)


def test_a_key_that_was_ended_and_put_back_opens_nothing(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    (kept,) = desk.services.store.api_keys()
    browser = signed_in("cleo")
    assert browser.post("/account/keys/end", {"key": kept.key.name}).status_code == 302
    assert desk.services.store.api_keys() == []

    desk.services.store.save_api_key(kept.key)

    assert not is_let_in(program)


def test_anothers_key_cannot_be_ended_nor_told_from_none(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    (kept,) = desk.services.store.api_keys()
    browser = signed_in("ben")

    answers = [
        browser.post("/account/keys/end", {"key": name}) for name in (kept.key.name, "0" * 12, "")
    ]

    assert [one.status_code for one in answers] == [302, 302, 302]
    assert len({one["Location"] for one in answers}) == 1
    assert is_let_in(program)
    assert kept.key.name not in browser.get("/account/keys").content.decode()


def test_a_key_has_the_roles_that_its_person_has_now(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    said: dict[str, object] = {"facts": {}, "body": {}}
    assert told(program.post("/requests", said))["code"] != "not-permitted"

    by_two(
        desk,
        desk.act(
            "staff roles",
            "ada",
            lambda: give_roles("cleo", roles=[Role.AUDITOR], services=desk.services),
        ),
    )

    assert told(program.post("/requests", said))["code"] == "not-permitted"
    assert is_let_in(program)


def test_wrong_keys_are_counted_by_address_apart_from_sign_ins(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    wrong = Program("servanda_" + "w" * 43)
    for _ in range(OF_AN_ADDRESS.free):
        assert wrong.get("/requests").status_code == 401

    locked = program.get("/requests")

    assert (locked.status_code, told(locked)["code"]) == (429, "keys-locked")
    assert 0 < int(locked["Retry-After"]) <= 60
    assert is_let_in(replace(program, address="192.0.2.9"))
    assert Browser().sign_in("cleo").status_code == 302


def test_a_right_key_clears_the_count(desk: PeopledDesk) -> None:
    program = program_of(desk, "cleo")
    wrong = Program("servanda_" + "w" * 43)
    for _ in range(OF_AN_ADDRESS.free - 1):
        wrong.get("/requests")

    assert is_let_in(program)
    assert wrong.get("/requests").status_code == 401
    assert is_let_in(program)


def test_a_person_has_so_many_keys_and_no_more(desk: PeopledDesk) -> None:
    for _ in range(MAX_KEYS):
        program_of(desk, "cleo")

    with pytest.raises(IllegalChangeError, match="at most"):
        program_of(desk, "cleo")
    assert len(desk.services.store.api_keys()) == MAX_KEYS


def test_a_wrong_passphrase_makes_no_key_and_is_counted(desk: PeopledDesk) -> None:
    claim = claim_of("cleo", desk, at=datetime.now(UTC))
    wanted = WantedKey(
        description="x", groups=[Group.AUDIT], writes=False, expires_at=claim.at + timedelta(days=1)
    )

    with pytest.raises(PersonNotProvedError):
        make_key(wanted, passphrase=b"no", claim=claim, services=desk.services)
    with pytest.raises(InvalidKeyError):
        make_key(replace(wanted, groups=[]), passphrase=b"no", claim=claim, services=desk.services)

    assert desk.services.store.attempts("cleo").failures == 1
