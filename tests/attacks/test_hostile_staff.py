"""Persons of our own desk who ask for what they may not, guess, or alter what they can reach."""

from datetime import timedelta
from functools import partial

import pytest

from servanda.core.audit.entry import Outcome
from servanda.core.people.lock_out import OF_A_PERSON
from servanda.core.people.passphrase import build_verifier
from servanda.core.people.roles import Access, Role
from servanda.core.people.verb_table import VERB_TABLE
from servanda.usecases.people.boundary import (
    Call,
    NotPermittedError,
    PersonNeededError,
    admit,
)
from servanda.usecases.people.change_people import (
    IllegalChangeError,
    add_person,
    confirm_change,
    reset_passphrase,
    set_cover,
    set_four_eyes,
)
from servanda.usecases.people.prove_person import (
    AlteredPassphraseError,
    NoCoverError,
    PersonLockedError,
    PersonNotProvedError,
)
from servanda.usecases.people.read_people import read_people
from tests.usecases.people.desk import ROLES, PeopledDesk, passphrase_of, peopled_desk


@pytest.fixture(scope="module", name="everybody")
def _everybody() -> PeopledDesk:
    """A desk with a person for each role."""
    return peopled_desk()


@pytest.mark.parametrize(
    "verb", ["show", "show --release", "export", "dossier", "find", "queue", "inbox"]
)
def test_an_administrator_reads_no_body_by_any_way_that_shows_one(
    verb: str, everybody: PeopledDesk
) -> None:
    name, _, option = verb.partition(" ")

    with pytest.raises(NotPermittedError):
        everybody.act(name, "ada", options=(option,) if option else ())

    last = everybody.entries()[-1]
    assert (last.outcome, last.code, last.actor.name) == (Outcome.REFUSED, "not-permitted", "ada")


@pytest.mark.parametrize(
    "verb",
    [
        name
        for name, row in VERB_TABLE.items()
        if row.access in {Access.ACT, Access.SIGN, Access.ADMINISTER}
    ],
)
def test_an_auditor_who_would_write_is_refused(verb: str, everybody: PeopledDesk) -> None:
    name, _, option = verb.partition(" --")

    with pytest.raises(NotPermittedError):
        everybody.act(name, "emil", options=(f"--{option}",) if option else ())


@pytest.mark.parametrize("name", ROLES)
def test_each_role_gets_what_its_row_says_and_nothing_else(
    name: str, everybody: PeopledDesk
) -> None:
    for verb in ("send", "evidence decide", "staff add", "review --sign", "accord accept"):
        call, _, option = verb.partition(" --")
        options = (f"--{option}",) if option else ()
        may = bool(VERB_TABLE[verb].roles & set(ROLES[name]))
        try:
            everybody.act(call, name, options=options)
        except NotPermittedError:
            assert not may, verb
        else:
            assert may, verb


def test_a_verb_that_nobody_put_into_the_table_is_refused_even_to_who_has_every_role(
    everybody: PeopledDesk,
) -> None:
    with pytest.raises(NotPermittedError):
        everybody.act("steal", "dora")


def test_nobody_acts_without_a_name_once_there_is_an_administrator(
    everybody: PeopledDesk,
) -> None:
    with pytest.raises(PersonNeededError):
        everybody.act("inbox", None)
    everybody.act("deliver", None)  # carries on what was decided before


def test_guessing_is_locked_out_and_the_right_one_too_for_a_while() -> None:
    desk = peopled_desk("ada", "ben")
    for _ in range(OF_A_PERSON.free):
        with pytest.raises(PersonNotProvedError):
            desk.act("doctor", "ben", passphrase=b"a guess of twelve")

    with pytest.raises(PersonLockedError):
        desk.act("doctor", "ben")
    desk.act("doctor", "ada")  # the others are not locked out with them
    desk.cast.clock.advance(OF_A_PERSON.first)
    desk.act("doctor", "ben")

    refused = [one.code for one in desk.entries() if one.actor.name == "ben" and one.code]
    assert refused == ["person-not-proved"] * OF_A_PERSON.free + ["person-locked"]


def test_an_unknown_name_is_told_the_same_as_a_wrong_passphrase() -> None:
    desk = peopled_desk("ada")
    said = set()
    for name in ("ada", "nobody"):
        with pytest.raises(PersonNotProvedError) as raised:
            desk.act("doctor", name, passphrase=b"a guess of twelve")
        said.add(str(raised.value))

    assert len(said) == 1


def test_a_verifier_that_was_exchanged_in_the_database_lets_nobody_pass() -> None:
    desk = peopled_desk("ada", "ben")
    digest = read_people(desk.services).persons["ben"].verifier
    forged = build_verifier(b"known to the forger", salt=bytes(16))
    desk.services.store._verifiers[digest] = forged  # type: ignore[attr-defined]

    with pytest.raises(AlteredPassphraseError):
        desk.act("doctor", "ben", passphrase=b"known to the forger")


def test_an_administrator_alone_makes_no_second_person_and_takes_nobody_over() -> None:
    desk = peopled_desk("ada", "ben", "cleo")
    services = desk.services

    def puppet() -> object:
        return add_person(
            "eve", roles=[Role.APPROVER], passphrase=passphrase_of("eve"), services=services
        )

    desk.act("staff add", "ada", puppet)
    desk.act(
        "staff reset",
        "ada",
        lambda: reset_passphrase("ben", passphrase=b"known to ada alone", services=services),
    )
    desk.act("staff four-eyes", "ada", lambda: set_four_eyes([], services=services))
    waiting = tuple(read_people(services).waiting)
    for entry in waiting:
        with pytest.raises(IllegalChangeError):
            desk.act("staff confirm", "ada", partial(confirm_change, entry, services=services))

    people = read_people(services)
    assert len(waiting) == 3
    assert people.active("eve") is None
    assert people.four_eyes == {"request", "concern"}
    with pytest.raises(PersonNotProvedError):
        desk.act("doctor", "ben", passphrase=b"known to ada alone")


def test_cover_that_has_ended_or_was_never_given_opens_nothing() -> None:
    desk = peopled_desk("ada", "ben", "cleo")
    services, now = desk.services, desk.services.clock.now()
    end = now + timedelta(hours=8)
    desk.act(
        "staff cover",
        "cleo",
        lambda: set_cover("cleo", by="ben", start=now, end=end, services=services),
    )

    desk.act("send", "ben", cover="cleo")
    entry = desk.entries()[-1]
    assert (entry.actor.name, entry.actor.cover, entry.actor.roles) == (
        "ben",
        "cleo",
        frozenset((Role.OFFICER,)),
    )
    with pytest.raises(NotPermittedError):
        desk.act("review", "ben", cover="cleo", options=("--sign",))  # not even his own roles
    with pytest.raises(NoCoverError):
        desk.act("send", "ada", cover="cleo")
    desk.cast.clock.advance(timedelta(hours=8))
    with pytest.raises(NoCoverError):
        desk.act("send", "ben", cover="cleo")


def test_an_auditor_gives_cover_for_nobody_else() -> None:
    desk = peopled_desk("ada", "ben", "cleo", "emil")
    now = desk.services.clock.now()
    end = now + timedelta(hours=1)

    with pytest.raises(IllegalChangeError):
        desk.act(
            "staff cover",
            "emil",
            lambda: set_cover("cleo", by="emil", start=now, end=end, services=desk.services),
        )


@pytest.mark.parametrize("verb", ["evidence decide", "evidence incident show"])
def test_nobody_decides_or_looks_in_the_name_of_another(verb: str, everybody: PeopledDesk) -> None:
    services = everybody.services
    own, other = (Call(verb=verb, signed_by=name) for name in ("finn", "cleo"))

    with pytest.raises(NotPermittedError):
        admit(other, claim=everybody.claim("finn"), services=services)
    assert admit(own, claim=everybody.claim("finn"), services=services).actor.name == "finn"
