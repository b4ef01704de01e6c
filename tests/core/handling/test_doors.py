"""Each door lets every marking and every use limit through as its table says, and no milder."""

from itertools import combinations, pairwise, product

import pytest

from servanda.core.handling.doors import Door, Passage, Ruling, passage
from servanda.core.handling.markings import MARKINGS, USE_LIMITS, Handling, Part
from servanda.core.statements.codes import HANDLING_CODES
from tests.core.keys.cast import ALICE, BOB

PASSES, WITH_REASON, STAYS = Ruling.PASSES, Ruling.WITH_REASON, Ruling.STAYS
WITH_CONSENT = Ruling.WITH_CONSENT
BY_MARKING = {
    "own_folder": {"red": WITH_REASON},
    "other_party": {"amber": WITH_REASON, "amber_strict": WITH_REASON, "red": STAYS},
    "outsider": {
        "green": WITH_REASON,
        "amber": WITH_REASON,
        "amber_strict": STAYS,
        "red": STAYS,
    },
    "court": {"green": WITH_REASON, "amber": WITH_REASON, "amber_strict": STAYS, "red": STAYS},
}
BY_USE = {
    "evidential": PASSES,
    "evidential_with_consent": WITH_REASON,
    "investigative": STAYS,
    "intelligence_only": STAYS,
}
EVERY_DOOR = pytest.mark.parametrize("door", Door)


@EVERY_DOOR
def test_what_the_other_side_gave_passes_as_marking_and_use_limit_say(door: Door) -> None:
    for marking, use in product(MARKINGS, USE_LIMITS):
        of_marking = BY_MARKING[door.value].get(marking, PASSES)
        of_use = BY_USE[use] if door in (Door.COURT, Door.OUTSIDER) else PASSES
        expected = max(of_marking, of_use, key=lambda ruling: ruling.value)

        found = pass_of(door, marking, use)

        assert found.ruling is expected, (door, marking, use)
        assert (found.marking, found.use) == (marking, use)


@EVERY_DOOR
def test_what_is_all_ones_own_passes_every_door(door: Door) -> None:
    for marking, use in product(MARKINGS, USE_LIMITS):
        handling = Handling(parts=(Part(author=ALICE, marking=marking, use=use),))

        assert passage(handling, door, by=ALICE).ruling is PASSES


@EVERY_DOOR
def test_a_stricter_marking_never_opens_a_door(door: Door) -> None:
    for order, at in ((MARKINGS, 0), (USE_LIMITS, 1)):
        for mild, strict in pairwise(order):
            given = (mild, USE_LIMITS[0]) if at == 0 else (MARKINGS[0], mild)
            stricter = (strict, USE_LIMITS[0]) if at == 0 else (MARKINGS[0], strict)

            assert pass_of(door, *given).ruling.value <= pass_of(door, *stricter).ruling.value


def test_the_use_limit_is_named_as_the_cause_only_where_it_is_the_stricter() -> None:
    assert pass_of(Door.COURT, "clear", "investigative").barrier == "investigative"
    assert pass_of(Door.COURT, "red", "investigative").barrier == "red"
    assert pass_of(Door.OTHER_PARTY, "green", "intelligence_only").barrier == "green"
    both = pass_of(Door.OUTSIDER, "green", "evidential_with_consent")
    assert (both.barrier, both.of_use) == ("green", WITH_REASON)


BY_CODE: dict[str, dict[str, Ruling]] = {
    "own_folder": {},
    "other_party": {
        "no_onward": WITH_REASON,
        "as_stated": WITH_REASON,
        "originator_control": WITH_CONSENT,
    },
    "outsider": {
        "prevention_only": STAYS,
        "no_judicial_use": WITH_REASON,
        "no_onward": WITH_REASON,
        "as_stated": WITH_REASON,
        "originator_control": WITH_CONSENT,
    },
}
BY_CODE["court"] = BY_CODE["outsider"]


@EVERY_DOOR
def test_every_set_of_codes_has_the_strictest_ruling_of_its_codes(door: Door) -> None:
    rulings = BY_CODE[door.value]
    for number in range(len(HANDLING_CODES) + 1):
        for codes in combinations(sorted(HANDLING_CODES), number):
            found = coded(door, *codes)

            expected = [rulings.get(code, PASSES) for code in codes]
            assert found.ruling is max(expected, key=lambda one: one.value, default=PASSES)
            assert (found.barrier == "clear") == (found.ruling is PASSES)


@EVERY_DOOR
def test_ones_own_codes_do_not_bind_oneself_and_any_door_stays_as_it_was(door: Door) -> None:
    own = Part(author=ALICE, codes=HANDLING_CODES)

    assert passage(Handling(parts=(own,)), door, by=ALICE).ruling is PASSES
    assert passage(Handling(parts=(own, Part(author=BOB))), door, by=ALICE).ruling is PASSES


def test_a_word_is_no_consent_a_consent_is_a_word_and_nothing_frees_what_stays() -> None:
    for codes, lets in (
        ((), (True, True, True, True)),
        (("no_onward",), (False, True, True, True)),
        (("originator_control",), (False, False, True, True)),
        (("originator_control", "no_onward"), (False, False, True, True)),
        (("prevention_only",), (False, False, False, False)),
        (("prevention_only", "originator_control"), (False, False, False, False)),
    ):
        found = coded(Door.COURT, *codes)

        answers = [
            found.lets(has_reason=reason, has_consent=consent)
            for reason, consent in ((False, False), (True, False), (False, True), (True, True))
        ]
        assert tuple(answers) == lets


def coded(door: Door, *codes: str) -> Passage:
    part = Part(author=BOB, codes=frozenset(codes))
    return passage(Handling(parts=(part,)), door, by=ALICE)


def pass_of(door: Door, marking: str, use: str) -> Passage:
    handling = Handling(parts=(Part(author=BOB, marking=marking, use=use),))
    return passage(handling, door, by=ALICE)
