"""A review from the logs, from the shares kept, and from shares brought on: the same bytes."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.accords.accord import encode_accord
from servanda.core.accords.terms_form import encode_terms
from servanda.core.canonical import JsonObject
from servanda.core.errors import ServandaError
from servanda.core.identifiers import Digest, PartyId, hash_from_digest
from servanda.simulation.years.accord import year_terms
from servanda.simulation.years.moves import MOVES
from servanda.simulation.years.saying import Occasion
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.review.make_cut import make_cut
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from tests.usecases.nodes import ALICE, BOB, Cast, Node, agreed_cast

# These begin a matter of their own; every other move is about one.
OPENING = sorted(
    name
    for name in MOVES
    if name.startswith(("request", "inform", "call", "calendar", "check", "warn", "notify"))
)
ABOUT = sorted(set(MOVES) - set(OPENING))
LINES = (
    *("cut lines", "join lines", "join lines", "deliver", "deliver", "deliver"),
    *("wait", "cut", "cut", "amend", "lose"),
)

Step = tuple[str, int, PartyId]
steps: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(OPENING), *[st.sampled_from(ABOUT)] * 3, st.sampled_from(LINES)),
        st.integers(0, 5),
        st.sampled_from((ALICE, BOB)),
    ),
    min_size=5,
    max_size=45,
)


class Affair:
    """Two nodes, and what was said between them."""

    def __init__(self) -> None:
        self.cast: Cast = agreed_cast(terms=encode_terms(year_terms()))
        self.said: list[Digest] = []
        self.number = 0

    def take(self, step: str, which: int, *, party: str = ALICE) -> None:
        """Do one thing; what a node refuses to do is not done."""
        cast = self.cast
        cast.wait(hours=1 + 7 * which)
        node = cast.bob if party == BOB else cast.alice
        with suppress(ServandaError):
            match step:
                case "cut lines":
                    cast.cut_lines()
                case "join lines":
                    cast.join_lines()
                case "deliver":
                    cast.settle()
                case "wait":
                    cast.wait(days=9 * which)
                case "cut":
                    cut(cast, node)
                case "amend":
                    amend(cast, days=1 + which)
                case "lose":
                    leaf = self.say("request.information", node, which)
                    node.services.store.erase_body(hash_from_digest(leaf))
                case _ if step in OPENING:
                    self.say(step, node, which)
                case _:
                    self.react(step, which)

    def react(self, move: str, which: int) -> None:
        """Say something about one of the last things said that it is legal for, if there is one."""
        last = self.said[-6:]
        for ref in (*last[which:], *last[:which]):
            for node in (self.cast.bob, self.cast.alice):
                with suppress(ServandaError):
                    self.say(move, node, which, ref=ref)
                    return

    def say(self, move: str, node: Node, which: int, *, ref: Digest | None = None) -> Digest:
        """Say something, now and then about what was said before."""
        self.number += 1
        facts: JsonObject = {
            "questions": [{"number": self.number - 1}],
            "until_day": "2026-09-01",
            "kind": "preservation" if which % 2 else "information_request",
        }
        if ref is None and which > 3 and self.said:
            ref = self.said[-1 - which % len(self.said)]
        saying = MOVES[move](
            Occasion(now=self.cast.clock.now(), number=self.number, ref=ref, facts=facts)
        )
        leaf = node.send(saying.type, saying.facts, body=saying.body, ref=saying.ref)
        if move in OPENING:
            self.said.append(leaf)
        return leaf


def cut(cast: Cast, node: Node) -> None:
    make_cut(until=cast.clock.now(), services=node.services)
    node.step()
    cast.settle()


def amend(cast: Cast, *, days: int) -> None:
    """Agree on other deadlines for answers."""
    base = read_pair_state(cast.alice.pair, services=cast.alice.services).newest_accord
    assert base is not None
    clocks = tuple(
        replace(rule, amount=days) if rule.amount else rule for rule in base.accord.terms.clocks
    )
    terms = replace(base.accord.terms, clocks=clocks)
    amended = replace(base.accord, terms=terms, replaces=base.digest)
    propose_accord(document=encode_accord(amended), services=cast.alice.services)
    cast.alice.step()
    cast.settle()
    accept_accord(services=cast.bob.services)
    cast.bob.step()
    cast.settle()


def from_log(node: Node, cut_leaf: Digest | None = None) -> bytes:
    return compute_review(cut=cut_leaf, services=node.services).document


def from_shares(node: Node, cut_leaf: Digest | None = None) -> bytes:
    return compute_review(cut=cut_leaf, is_quick=True, services=node.services).document


def assert_three_are_equal(node: Node) -> None:
    """Compare the review from the logs with that from shares brought on, kept, and made anew."""
    try:
        expected = from_log(node)
    except ServandaError:  # no cut yet
        return
    assert from_shares(node) == expected, "brought on"
    assert from_shares(node) == expected, "kept"


def assert_made_anew_is_equal(node: Node) -> None:
    node.services.store.drop_reviews()
    assert_three_are_equal(node)


@settings(max_examples=40, deadline=None)
@given(steps)
def test_whatever_is_said_late_lost_amended_or_disputed_three_reviews_are_one(
    drawn: Sequence[Step],
) -> None:
    affair = Affair()
    for step in drawn:
        affair.take(step[0], step[1], party=step[2])
        if step[0] == "cut":
            assert_three_are_equal(affair.cast.alice)
    affair.cast.join_lines()
    affair.take("deliver", 1)
    affair.take("cut", 5)

    for node in (affair.cast.alice, affair.cast.bob):
        assert_three_are_equal(node)
        assert_made_anew_is_equal(node)


def test_a_review_of_an_earlier_cut_is_the_same_after_a_later_one() -> None:
    affair = Affair()
    play(affair, "request.information", "acknowledge", "deliver", "cut")
    alice = affair.cast.alice
    first = read_pair_state(alice.pair, services=alice.services).cuts[0]
    earlier = f"sha256:{first.leaf_hash.hex()}"
    play(affair, "fulfil", "deliver", "wait", "cut")

    assert_three_are_equal(alice)

    assert from_shares(alice, Digest(earlier)) == from_log(alice, Digest(earlier))
    assert_three_are_equal(alice)


def test_what_nothing_touched_since_is_not_computed_again() -> None:
    affair = Affair()
    for _ in range(3):
        play(affair, "request.information", "acknowledge", "deliver", "fulfil", "deliver")
    play(affair, *["wait"] * 9, "cut")
    alice = affair.cast.alice
    assert_three_are_equal(alice)
    play(affair, "request.information", "deliver", "cut")
    kept = alice.services.store.kept_groups(alice.pair.own)

    assert_three_are_equal(alice)

    again = alice.services.store.kept_groups(alice.pair.own)
    assert len(again) == len(kept) + 1
    assert [one for one in kept if one not in again] == []


def play(affair: Affair, *moves: str) -> None:
    """Let Alice ask and Bob do the rest, about the last thing said."""
    for move in moves:
        affair.take(move, 5 if move == "wait" else 0, party=ALICE if move in OPENING else BOB)


def test_a_share_that_somebody_changed_is_named_by_the_check_and_dropped_by_the_rebuild() -> None:
    affair = Affair()
    play(affair, "request.information", "acknowledge", "deliver", "cut")
    alice = affair.cast.alice
    assert_three_are_equal(alice)
    store, own = alice.services.store, alice.pair.own
    assert rebuild_projections(check=True, services=alice.services).differences == ()
    (group, *_) = store.kept_groups(own)
    forged = replace(group, shares=group.shares.replace(b"d\\", b"e\\"))
    store.keep_review(own, outlines={}, groups=[forged], gone=())

    (difference,) = rebuild_projections(check=True, services=alice.services).differences

    assert forged != group
    assert group.name.hex() in difference
    rebuild_projections(check=False, services=alice.services)
    assert_three_are_equal(alice)


def test_an_outline_that_somebody_changed_is_named_by_the_check() -> None:
    affair = Affair()
    play(affair, "request.information", "deliver", "cut")
    alice = affair.cast.alice
    assert_three_are_equal(alice)
    store, own = alice.services.store, alice.pair.own
    outline = store.kept_outline(own)
    assert outline is not None
    store.keep_review(own, outlines={own: outline[:-1] + b"~"}, groups=(), gone=())

    (difference,) = rebuild_projections(check=True, services=alice.services).differences

    assert "outline" in difference


def test_the_outline_of_a_log_that_was_put_back_is_not_taken_for_that_of_the_new_one() -> None:
    first, second = Affair(), Affair()
    play(first, "request.information", "deliver", "cut")
    assert_three_are_equal(first.cast.alice)
    play(second, "request.urgent", "deliver", "wait", "request.information", "deliver", "cut")
    alice = second.cast.alice
    stale = {
        new: first.cast.alice.services.store.kept_outline(new) or b""
        for new in (alice.pair.own, alice.pair.own.reverse)
    }
    alice.services.store.keep_review(alice.pair.own, outlines=stale, groups=(), gone=())

    assert_three_are_equal(alice)
