"""The register shows what each commitment said in every version, and loses none of it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.register import build_register
from servanda.core.accords.terms import ClockRule, Commitment, Terms
from tests import strategies
from tests.core.accords.test_terms import TERMS

ANSWER = Commitment(id="C1", nature="continuing", text={"en": "Answer.", "zh-Hans": "答复。"})
MEET = Commitment(id="C2", nature="recurring", text={"en": "Meet.", "zh-Hans": "会晤。"})
CLOCK = ClockRule(name="answer", unit="calendar_days", amount=7, source="agreed [S]")
FIRST = replace(TERMS, commitments=(ANSWER,), clocks=(CLOCK,))


def test_of_an_accord_with_one_version_everything_was_added_in_it() -> None:
    register = build_register([FIRST])

    (entry,) = register.commitments["C1"]
    assert (entry.version, entry.item, entry.changes) == (1, ANSWER, ("added",))
    assert register.members == {}


def test_words_and_nature_that_changed_stand_beside_what_they_were() -> None:
    words = replace(ANSWER, text={**ANSWER.text, "en": "Answer in time."})
    both = replace(words, nature="conditional", only={"en": "in time"})

    register = build_register(
        [FIRST, replace(FIRST, commitments=(words,)), replace(FIRST, commitments=(both,))]
    )

    assert [(entry.version, entry.changes) for entry in register.commitments["C1"]] == [
        (1, ("added",)),
        (2, ("text",)),
        (3, ("nature", "only")),
    ]
    assert [entry.item for entry in register.commitments["C1"]] == [ANSWER, words, both]


def test_a_version_that_changes_nothing_of_a_commitment_is_not_listed_with_it() -> None:
    register = build_register([FIRST, replace(FIRST, grace_seconds=60), FIRST])

    assert [entry.version for entry in register.commitments["C1"]] == [1]
    assert [(entry.version, entry.item) for entry in register.members["grace_seconds"]] == [
        (1, 0),
        (2, 60),
        (3, 0),
    ]


def test_a_commitment_that_goes_and_comes_back_has_three_entries() -> None:
    second = replace(FIRST, commitments=(ANSWER, MEET))

    register = build_register([second, FIRST, second])

    assert [(entry.item, entry.changes) for entry in register.commitments["C2"]] == [
        (MEET, ("added",)),
        (None, ("removed",)),
        (MEET, ("added",)),
    ]


def test_the_drift_of_a_clock_is_kept() -> None:
    longer = replace(FIRST, clocks=(replace(CLOCK, amount=10, source="amended [S]"),))

    register = build_register([FIRST, longer])

    entries = register.clocks["answer", "*", "*", "*"]
    assert [entry.changes for entry in entries] == [("added",), ("amount", "source")]


def test_a_member_that_is_first_said_in_an_amendment_has_drifted() -> None:
    register = build_register([FIRST, replace(FIRST, languages=frozenset({"en", "fr"}))])

    (entry,) = register.members["languages"]
    assert (entry.version, entry.item, entry.changes) == (2, ["en", "fr"], ("added",))


@given(st.lists(strategies.terms(), min_size=1, max_size=4))
def test_every_version_can_be_read_back_from_the_register(versions: Sequence[Terms]) -> None:
    register = build_register(versions)

    for number, terms in enumerate(versions, start=1):
        held = {}
        for name, entries in register.commitments.items():
            past = [entry for entry in entries if entry.version <= number]
            if past and past[-1].item is not None:
                held[name] = past[-1].item
        assert held == {one.id: one for one in terms.commitments}
    for entries in register.commitments.values():
        assert all(earlier.version < later.version for earlier, later in pairwise(entries))
