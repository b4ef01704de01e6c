"""A session lasts while it is used, and never longer than person, passphrase and shift."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from servanda.core.people.actor import Actor
from servanda.usecases.people.change_people import (
    change_own_passphrase,
    confirm_change,
    remove_person,
)
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.sessions import (
    IDLE_FOR,
    LASTS_FOR,
    NotSignedInError,
    SessionClaim,
    prove_session,
    session_digest,
)
from servanda.usecases.people.sign_in import sign_out
from tests.usecases.people.desk import PeopledDesk, peopled_desk
from tests.usecases.people.visitors import NOW, claim_of


@pytest.fixture(name="desk")
def _desk() -> PeopledDesk:
    return peopled_desk("ada", "ben", "cleo")


def proved(desk: PeopledDesk, token: str, at: datetime) -> Actor:
    people = read_people(desk.services)
    claim = SessionClaim(token=token, at=at)
    return prove_session(claim, people=people, services=desk.services).actor


def test_a_session_is_of_whom_it_was_begun_by_in_their_own_roles(desk: PeopledDesk) -> None:
    token = claim_of("cleo", desk).token

    actor = proved(desk, token, NOW)

    assert (actor.name, actor.cover, actor.roles) == ("cleo", "", frozenset({"officer"}))


def test_a_session_that_is_used_goes_on_and_one_left_alone_ends(desk: PeopledDesk) -> None:
    token = claim_of("cleo", desk).token
    step = IDLE_FOR - timedelta(seconds=1)

    proved(desk, token, NOW + step)
    proved(desk, token, NOW + 2 * step)

    with pytest.raises(NotSignedInError):
        proved(desk, token, NOW + 2 * step + IDLE_FOR)
    assert desk.services.store.session(session_digest(token)) is None


def test_a_session_ends_with_the_shift_however_much_it_is_used(desk: PeopledDesk) -> None:
    token, at = claim_of("cleo", desk).token, NOW
    while at + IDLE_FOR / 2 < NOW + LASTS_FOR:
        at += IDLE_FOR / 2
        proved(desk, token, at)

    with pytest.raises(NotSignedInError):
        proved(desk, token, NOW + LASTS_FOR)


def test_a_new_passphrase_ends_every_session_begun_with_the_old_one(desk: PeopledDesk) -> None:
    services = desk.services
    tokens = [claim_of("cleo", desk).token for _ in range(2)]

    desk.act(
        "staff passphrase",
        "cleo",
        lambda: change_own_passphrase(passphrase=b"quite another one", services=services),
    )

    for token in tokens:
        with pytest.raises(NotSignedInError):
            proved(desk, token, NOW)


def test_a_person_who_is_removed_is_out_at_once(desk: PeopledDesk) -> None:
    services = desk.services
    token = claim_of("cleo", desk).token
    changed = desk.act("staff remove", "ada", lambda: remove_person("cleo", services=services))
    proved(desk, token, NOW)  # it waits for a second person
    entry = changed.entry  # type: ignore[attr-defined]
    desk.act("staff confirm", "ben", partial(confirm_change, entry, services=services))

    with pytest.raises(NotSignedInError):
        proved(desk, token, NOW)


def test_signing_out_ends_the_one_session_and_no_other(desk: PeopledDesk) -> None:
    first, second = claim_of("cleo", desk), claim_of("cleo", desk)

    sign_out(first, services=desk.services)
    sign_out(first, services=desk.services)

    with pytest.raises(NotSignedInError):
        proved(desk, first.token, NOW)
    assert proved(desk, second.token, NOW).name == "cleo"


def test_a_session_is_kept_without_its_token_and_swept_when_it_is_long_over(
    desk: PeopledDesk,
) -> None:
    token = claim_of("cleo", desk).token
    (kept,) = desk.services.store.sessions_of("cleo")
    later = claim_of("cleo", desk, at=NOW + LASTS_FOR + timedelta(seconds=1))

    assert token not in repr(kept)
    assert (kept.address, kept.agent) == ("192.0.2.1", "a browser")
    (left,) = desk.services.store.sessions_of("cleo")
    assert left.digest == session_digest(later.token)
