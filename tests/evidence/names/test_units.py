"""Units are told apart by their numbers, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.names.mentions import Entity, EntityKind
from servanda.evidence.names.units import numbered_units
from servanda.evidence.names.variants import variants
from tests.evidence.names.fictional import Found, gazetteer

NUMBERS = st.integers(100, 999_999).map(str)


@given(NUMBERS, NUMBERS)
def test_units_with_other_digits_are_never_one_and_nothing_proposes_it(
    one: str, other: str
) -> None:
    found = Found(
        f"Unit {one}, known as GULL1, and Unit {other}, known as GULL2, share a building.",
        f"Whoever says Unit {one} means PLA Unit No. {other}.",
    )

    units = [m for m in found.names.mentions if found.printed(m).startswith("Unit")]
    assert len({m.entity for m in units}) == len({one, other})
    assert all(not m.candidates for m in units)
    keys = {p.entity for p in found.names.proposals} | {p.proposed for p in found.names.proposals}
    assert f"unit:unit {one}" not in keys - {"unit:unit 70421"}


@given(NUMBERS, NUMBERS)
def test_names_with_other_numbers_are_never_proposed_as_one(one: str, other: str) -> None:
    entities = [_body(f"Northern Harbor Directorate {number}") for number in (one, other)]

    found = list(variants(entities, gazetteer=gazetteer(), is_related=lambda _key, _known: True))

    assert found == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Unit 70421", "unit:unit 70421"),
        ("Unit No. 70421", "unit:unit 70421"),
        ("70421部队", "unit:unit 70421"),
        ("APT99", "unit:apt99"),
        ("APT 99", "unit:apt99"),
        ("APT-99", "unit:apt99"),
    ],
)
def test_a_unit_has_the_same_key_however_its_number_is_written(text: str, key: str) -> None:
    assert [unit.key for unit in numbered_units(f"So {text} did.")] == [key]


@pytest.mark.parametrize("text", ["Unit 7", "a unit of 70421 men", "1670421部队", "Units"])
def test_other_numbers_are_no_unit(text: str) -> None:
    assert list(numbered_units(text)) == []


def _body(name: str) -> Entity:
    return Entity(key=f"agency:{name.lower()}", name=name, kind=EntityKind.AGENCY, known=False)
