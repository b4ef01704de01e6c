"""The table of the form: 28 elements, four kinds, and a place for each."""

from servanda.core.forms.element_fields import ELEMENT_FIELDS
from servanda.core.forms.elements import (
    CONDITIONAL,
    CONDITIONS,
    FORM_ELEMENTS,
    FORM_KINDS,
    MANDATORY,
    NOT_ASKED,
    NOT_KNOWN_ACCEPTED,
    OPTIONAL,
    elements_of,
)
from servanda.core.statements.codes import ELEMENTS, KINDS

# Typed from the source of the figures, in the order of `FORM_KINDS`.
DEMANDED = """
E01 ! ! ! !
E02 ? ? o ?
E03 ! ! o !
E04 ! ! ! !
E05 ! ! ! !
E06 ? ! o !
E07 ! ! ! !
E08 ! ! ! !
E09 ! ! ! !
E10 !~ !~ !~ o
E11 ? ! ! o
E12 !~ o - !
E13 ! ! o !
E14 ! ! ! !
E15 o o o o
E16 o ! - ?
E17 - ! - -
E18 - - ! -
E19 ! ! ! !
E20 ! ! o !
E21 ! ! ! !
E22 ! ! ! !
E23 o o - !
E24 ! ! ! !
E25 ! ! ! !
E26 - - - ?
E27 - - - ?
E28 o o o o
"""
SIGNS = {MANDATORY, NOT_KNOWN_ACCEPTED, CONDITIONAL, OPTIONAL, NOT_ASKED}


def test_the_table_has_each_element_once_in_order() -> None:
    assert list(FORM_ELEMENTS) == sorted(ELEMENTS)


def test_every_element_says_for_every_kind_what_is_demanded() -> None:
    assert set(FORM_KINDS) == KINDS
    for element in FORM_ELEMENTS.values():
        assert set(element.requirements) == KINDS
        for requirement in element.requirements.values():
            assert requirement.sign in SIGNS
            assert (requirement.condition in CONDITIONS) is (requirement.sign == CONDITIONAL)


def test_an_element_has_one_place_only() -> None:
    for name, element in FORM_ELEMENTS.items():
        assert (name in ELEMENT_FIELDS) is (
            f"elements.{name}" in element.place or name in {"E04", "E20"}
        )


def test_the_form_of_a_kind_leaves_out_what_is_not_asked() -> None:
    preservation = [element.id for element, _ in elements_of("preservation")]
    mitigation = [element.id for element, _ in elements_of("mitigation")]

    assert "E17" in preservation
    assert "E18" not in preservation
    assert "E18" in mitigation
    assert {"E12", "E16", "E17", "E23", "E26", "E27"}.isdisjoint(mitigation)


def test_the_table_is_the_one_of_its_source() -> None:
    rows = [row.split() for row in DEMANDED.strip().splitlines()]

    assert [name for name, *_ in rows] == list(FORM_ELEMENTS)
    for name, *signs in rows:
        requirements = FORM_ELEMENTS[name].requirements
        assert [requirements[kind].sign for kind in FORM_KINDS] == signs, name
