"""Each door lets every marking and every use limit through as its table says, and no milder."""

from itertools import pairwise, product

import pytest

from servanda.core.handling.doors import Door, Passage, Ruling, passage
from servanda.core.handling.markings import MARKINGS, USE_LIMITS, Handling, Part
from tests.core.keys.cast import ALICE, BOB

PASSES, WITH_REASON, STAYS = Ruling.PASSES, Ruling.WITH_REASON, Ruling.STAYS
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
    assert pass_of(Door.COURT, "clear", "investigative").by_use
    assert not pass_of(Door.COURT, "red", "investigative").by_use
    assert not pass_of(Door.OTHER_PARTY, "green", "intelligence_only").by_use
    both = pass_of(Door.OUTSIDER, "green", "evidential_with_consent")
    assert (both.by_use, both.of_use) == (False, WITH_REASON)


def pass_of(door: Door, marking: str, use: str) -> Passage:
    handling = Handling(parts=(Part(author=BOB, marking=marking, use=use),))
    return passage(handling, door, by=ALICE)
