"""What `verify` says about suspensions, from the leaves alone and nobody's word."""

from datetime import timedelta

from servanda.core.canonical import JsonObject
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.findings import SENTENCES, Finding, describe_finding
from servanda.core.verifier.verify import Verification, verify_bundle
from tests.core.bundle.bundles import MemoryReader, bundle_of
from tests.core.exchange.world import ALICE, BOB, Desk, agreed_desks, at, exchange

SUSPENDED: JsonObject = {"step": "suspended", "scope": "accord", "ground": "review"}
RESUMED: JsonObject = {"step": "resumed", "scope": "accord"}


def cut(alice: Desk, bob: Desk) -> None:
    alice.say(
        "cut",
        {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T11:30:00Z"},
        time=at("11:30:00"),
    )
    exchange(alice, bob)
    bob.say("receipt", time=at("11:30:01"))
    exchange(bob, alice)


def suspended_desks(*facts: JsonObject, ends: bool = False) -> tuple[Desk, Desk]:
    """Return two desks with a cut, of which Bob said `facts` before it."""
    alice, bob = agreed_desks()
    for number, said in enumerate(facts):
        leaf = bob.say("suspension", said, time=at("09:00:00") + timedelta(minutes=number))
        exchange(bob, alice)
        alice.say("receipt", time=at("09:00:01") + timedelta(minutes=number))
        exchange(alice, bob)
        if ends:
            bob.say("suspension", RESUMED, time=at("10:00:00"), ref=leaf.digest)
            exchange(bob, alice)
            alice.say("receipt", time=at("10:00:01"))
            exchange(alice, bob)
    cut(alice, bob)
    return alice, bob


def verified(alice: Desk, bob: Desk) -> Verification:
    return verify_bundle(MemoryReader(bundle_of(alice, bob)), anchors=Anchors())


def said(found: Verification) -> list[Finding]:
    codes = {"suspended_days", "suspensions_unchecked"}
    codes |= {code for code in SENTENCES if code.endswith(("_suspended", "_left"))}
    return [one for one in (*found.checks, *found.unchecked) if one.code in codes]


def test_what_is_suspended_at_the_cut_is_named_with_its_author_in_both_languages() -> None:
    series: JsonObject = {**SUSPENDED, "scope": "channel", "channel": "sha256:" + "a" * 64}
    found = said(verified(*suspended_desks(SUSPENDED, {**series, "step": "left"})))

    assert [one.code for one in found] == [
        "suspended_days",
        "accord_suspended",
        "channel_left",
    ]
    assert found[1].values["party"] == BOB
    assert "2026-11-22T09:00:01Z" in describe_finding(found[1], language="en")
    assert "暂停" in describe_finding(found[1], language="zh-Hans")
    assert "退出" in describe_finding(found[2], language="zh-Hans")


def test_a_suspension_that_ended_counts_its_days_and_is_not_named_as_standing() -> None:
    (only,) = said(verified(*suspended_desks(SUSPENDED, ends=True)))

    assert (only.code, only.values["days"]) == ("suspended_days", 0)  # an hour is no whole day


def test_one_that_was_never_receipted_is_nothing_that_both_know() -> None:
    alice, bob = agreed_desks()
    bob.say("suspension", SUSPENDED, time=at("09:00:00"))
    cut(alice, bob)

    assert said(verified(alice, bob)) == []


def test_nothing_is_said_of_suspensions_where_leaves_are_withheld() -> None:
    alice, bob = agreed_desks()
    leaf = bob.say("suspension", SUSPENDED, time=at("09:00:00"))
    exchange(bob, alice)
    alice.say("receipt", time=at("09:00:01"))
    exchange(alice, bob)
    cut(alice, bob)
    bundle = bundle_of(alice, bob, withheld={leaf.digest})
    found = verify_bundle(MemoryReader(bundle), anchors=Anchors())

    assert [one.code for one in said(found)] == ["suspensions_unchecked"]
    assert ALICE in found.words
