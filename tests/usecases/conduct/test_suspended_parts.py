"""A series or a channel that is suspended: what is refused before it is sent, and what arrives."""

import pytest

from servanda.core.accords.terms_form import encode_terms
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest
from servanda.interfaces.suspension_words import suspension_words
from servanda.simulation.years.accord import SERIES as MAIN
from servanda.simulation.years.accord import year_terms
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.conduct.ask_contacts import ask_contacts
from servanda.usecases.conduct.read_suspensions import (
    ChannelSuspendedError,
    SeriesSuspendedError,
)
from tests.core.casework.counting import digest
from tests.usecases.conduct.test_suspension import say
from tests.usecases.nodes import Cast, agreed_cast

PROPOSED: JsonObject = {
    "step": "proposed",
    "role": "duty",
    "carrier": "mail",
    "fingerprint": digest("their key"),
    "tlp": "amber",
}
BODY: JsonObject = {"address": "duty@bob.example", "office": "Duty desk"}
ACCEPTED: JsonObject = {"step": "accepted", "tlp": "amber"}
SERIES: JsonObject = {"step": "suspended", "scope": "series", "series": MAIN, "ground": "review"}
ROUND: JsonObject = {
    "step": "proposed",
    "series": MAIN,
    "kind": "round",
    "day": "2026-12-01",
    "utc_offset_minutes": 0,
    "tlp": "amber",
}


def a_cast() -> Cast:
    return agreed_cast(terms=encode_terms(year_terms()))


def a_channel(cast: Cast) -> Digest:
    """Let Bob's duty contact come into use; return its statement."""
    leaf = say(cast, cast.bob, "contact", PROPOSED, body=BODY)
    say(cast, cast.alice, "contact", ACCEPTED, ref=leaf)
    return leaf


def of_channel(leaf: Digest, step: str = "suspended") -> JsonObject:
    ground: JsonObject = {} if step == "resumed" else {"ground": "technical"}
    return {"step": step, "scope": "channel", "channel": leaf, **ground}


def test_a_suspended_channel_is_not_asked_and_the_refusal_names_the_way_back() -> None:
    cast = a_cast()
    channel = a_channel(cast)
    suspended = say(cast, cast.bob, "suspension", of_channel(channel))

    with pytest.raises(ChannelSuspendedError, match=f"suspend resume --channel {channel}"):
        cast.alice.send("check", {"step": "ask", "contact": channel})
    assert not ask_contacts(services=cast.alice.services).queued
    say(cast, cast.alice, "check", {"step": "ask"})  # the desk itself is asked all the same

    say(cast, cast.bob, "suspension", of_channel(channel, "resumed"), ref=suspended)
    assert len(ask_contacts(services=cast.alice.services).queued) == 1


def test_a_channel_that_is_left_stays_left_and_another_one_is_asked_as_before() -> None:
    cast = a_cast()
    left, other = a_channel(cast), a_channel(cast)
    say(cast, cast.bob, "suspension", of_channel(left, "left"))

    with pytest.raises(ChannelSuspendedError, match="final for its side"):
        cast.alice.send("check", {"step": "ask", "contact": left})
    say(cast, cast.alice, "check", {"step": "ask", "contact": other})


def test_no_round_is_proposed_in_a_suspended_series_and_one_that_was_proposed_goes_on() -> None:
    cast = a_cast()
    begun = say(cast, cast.alice, "round", ROUND)
    say(cast, cast.bob, "suspension", SERIES)

    for node in (cast.alice, cast.bob):
        with pytest.raises(SeriesSuspendedError, match=f"suspend resume --series {MAIN}"):
            node.send("round", ROUND)
    confirmed = {key: ROUND[key] for key in ("day", "utc_offset_minutes", "tlp")}
    say(cast, cast.bob, "round", {"step": "confirmed", **confirmed}, ref=begun)


def test_the_queue_names_every_suspension_that_stands_in_both_languages() -> None:
    cast = a_cast()
    channel = a_channel(cast)
    say(cast, cast.bob, "suspension", of_channel(channel))
    say(cast, cast.alice, "suspension", SERIES)

    told = show_queue(services=cast.alice.services).suspended
    assert [(one.scope, one.by) for _, one in told] == [
        ("channel", cast.bob.party),
        ("series", cast.alice.party),
    ]
    english = [suspension_words(own, one, language="en") for own, one in told]
    chinese = [suspension_words(own, one, language="zh-Hans") for own, one in told]
    assert channel[:19] in english[0]
    assert f"series {MAIN}" in english[1]
    assert all("暂停" in said for said in chinese)


def test_a_channel_that_is_no_contacts_is_not_suspended() -> None:
    cast = a_cast()

    with pytest.raises(InvalidInputError, match="contact list"):
        cast.bob.send("suspension", of_channel(digest("no contact")))
