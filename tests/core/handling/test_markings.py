"""The strictest of all parts holds, an answer inherits it, and its author alone lifts it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given

from servanda.core.canonical import JsonObject
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.markings import (
    MARKINGS,
    UNLIMITED,
    UNMARKED,
    USE_LIMITS,
    Handling,
    Part,
    handling_of,
    strictest_marking,
    strictest_use,
)
from servanda.core.handling.sealed import FileHandling, SealedPart, read_sealed_part
from servanda.core.identifiers import PartyId
from servanda.core.statements.codes import USES
from tests import strategies
from tests.core.casework.counting import counted
from tests.core.keys.cast import ALICE, BOB


def test_use_limits_and_markings_are_those_of_the_statements() -> None:
    assert frozenset(USE_LIMITS) == USES
    assert MARKINGS == ("clear", "green", "amber", "amber_strict", "red")


@pytest.mark.parametrize(
    ("order", "strictest"), [(MARKINGS, strictest_marking), (USE_LIMITS, strictest_use)]
)
def test_the_strictest_is_the_later_in_the_order_whichever_comes_first(
    order: tuple[str, ...], strictest: Callable[[Iterable[str]], str]
) -> None:
    for (first, one), (second, other) in product(enumerate(order), repeat=2):
        assert strictest([one, other]) == order[max(first, second)]
    assert strictest([]) == order[0]


def test_every_pair_of_markings_binds_each_side_by_what_the_other_set() -> None:
    for ours, theirs in product(MARKINGS, repeat=2):
        both = Handling(parts=(Part(author=ALICE, marking=ours), Part(author=BOB, marking=theirs)))

        assert both.marking == strictest_marking((ours, theirs))
        assert both.marking_for(ALICE) == theirs
        assert both.marking_for(BOB) == ours


@pytest.mark.parametrize("limit", USE_LIMITS)
def test_a_use_limit_binds_whoever_set_it_on_what_the_other_side_gives(limit: str) -> None:
    alone = Handling(parts=(Part(author=ALICE, use=limit),))
    answered = Handling(parts=(Part(author=BOB), Part(author=ALICE, use=limit)))

    assert (alone.use_for(ALICE), alone.use_for(BOB)) == (UNLIMITED, limit)
    assert (answered.use_for(ALICE), answered.use_for(BOB)) == (limit, limit)


def test_an_answer_to_an_answer_inherits_from_both() -> None:
    request = said("request", ALICE, tlp="green", use="intelligence_only")
    response = said("response", BOB, ref="request", tlp="red")
    feedback = said("feedback", ALICE, ref="response", tlp="clear")
    past = {one.digest: one for one in (request, response, feedback)}

    handling = handling_of(feedback, past)

    assert (handling.marking, handling.use) == ("red", "intelligence_only")
    assert handling_of(request, past).marking == "green"


def test_a_use_limit_in_the_sealed_part_counts_where_it_is_the_stricter() -> None:
    request = said("request", ALICE, use="evidential_with_consent")
    answer = said("response", BOB, ref="request")
    past = {one.digest: one for one in (request, answer)}

    for position, sealed in enumerate(USE_LIMITS):
        found = handling_of(answer, past, sealed={request.digest: SealedPart(use=sealed)})
        assert found.use == USE_LIMITS[max(1, position)]
        alone = handling_of(request, past, sealed={request.digest: SealedPart(use=sealed)})
        assert alone.use == USE_LIMITS[max(1, position)]


def test_what_is_unknown_adds_nothing_and_what_is_unmarked_is_the_mildest() -> None:
    answer = said("response", BOB, ref="request")

    assert handling_of(answer, {}) == Handling(parts=(Part(author=BOB),))
    assert handling_of(answer, {}).marking == UNMARKED


def test_what_is_named_for_a_file_stands_in_the_place_of_what_its_statement_says() -> None:
    own = Part(author=BOB, marking="amber", use="investigative")
    for marking, use in product((None, *MARKINGS), (None, *USE_LIMITS)):
        found = Handling(parts=(own,)).of_file(FileHandling(marking=marking, use=use))

        expected = replace(own, marking=marking or "amber", use=use or "investigative")
        assert found == Handling(parts=(expected,))
    assert Handling(parts=(own,)).of_file(FileHandling()) == Handling(parts=(own,))


@pytest.mark.parametrize("word", MARKINGS)
def test_a_file_never_leaves_what_its_statement_inherits_from_the_other_side(word: str) -> None:
    asked = Part(author=ALICE, marking="red", use="intelligence_only")
    answer = Handling(parts=(Part(author=BOB, marking="red"), asked))

    of_file = answer.of_file(FileHandling(marking=word, use="evidential"))

    assert (of_file.marking, of_file.use) == ("red", "intelligence_only")
    assert of_file.marking_for(BOB) == "red"
    assert of_file.marking_for(ALICE) == word  # her own marking does not bind her


def test_a_body_that_leaves_whole_has_the_strictest_of_itself_and_every_file() -> None:
    for of_body, *of_files in product(MARKINGS, repeat=3):
        whole = Handling(parts=(Part(author=BOB, marking=of_body),)).with_files(
            FileHandling(marking=one) for one in of_files
        )

        assert whole.marking_for(ALICE) == strictest_marking([of_body, *of_files])


@given(strategies.json_objects)
def test_whatever_a_body_holds_is_read_without_an_error(members: JsonObject) -> None:
    assert isinstance(read_sealed_part(members), SealedPart)
    assert read_sealed_part({"elements": members, "files": [members]}).files


def said(name: str, by: PartyId, *, ref: str | None = None, **facts: str) -> VerifiedStatement:
    return counted(name, "request", dict(facts), by=by, received="01-05 09:00", ref=ref).statement
