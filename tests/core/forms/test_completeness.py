"""R01 and R02: what a kind of request demands, exhaustively over kinds, elements and states."""

import pytest

from servanda.core.forms.elements import (
    CONDITIONAL,
    FORM_ELEMENTS,
    MANDATORY,
    NOT_KNOWN_ACCEPTED,
)
from tests.core.forms.requests import KIND_NAMES, complete

# R01: exhaustively, every element of every kind, in each of four states.
IN_ELEMENTS = [
    name for name, element in FORM_ELEMENTS.items() if f"elements.{name}" in element.place
]


@pytest.mark.parametrize("name", IN_ELEMENTS)
@pytest.mark.parametrize("kind", KIND_NAMES)
@pytest.mark.parametrize("state", ["open", "not_known", "not_applicable"])
def test_an_element_that_is_not_given_is_refused_just_where_the_table_demands_it(
    kind: str, name: str, state: str
) -> None:
    request = complete(kind)
    request.elements.pop(name, None)
    absent = request.body["not_applicable"]
    if name in absent:
        absent.remove(name)
    if state == "not_known":
        request.body["not_known"] = {name: "Nobody could tell."}
    elif state == "not_applicable":
        absent.append(name)

    sign = FORM_ELEMENTS[name].requirements[kind].sign
    online = name == "E11" and kind in {"information_request"}  # its items are subscriber data
    allowed = {
        MANDATORY: {"open"} if name == "E14" else set(),  # routine: the class says it all
        NOT_KNOWN_ACCEPTED: {"not_known"},
        CONDITIONAL: set() if online else {"not_applicable"},
    }.get(sign, {"open", "not_known", "not_applicable"})
    found = [element for element, _ in request.codes()]
    if name == "E14" and sign == MANDATORY:
        assert found == []
    else:
        assert found == ([] if state in allowed else [name]), (sign, request.codes())


@pytest.mark.parametrize("member", ["title", "authority", "file_number", "brief_facts", "items"])
def test_a_member_without_which_there_is_no_request_is_named(member: str) -> None:
    request = complete()
    del request.body[member]

    (problem,) = [one for one in request.check().problems if one.code == "misfit"]

    assert problem.values["member"] == member


@pytest.mark.parametrize("part", ["category", "identifier"])
def test_an_item_without_a_part_is_named_with_its_number(part: str) -> None:
    request = complete()
    del request.body["items"][1][part]

    (problem,) = request.check().problems

    assert (problem.element, problem.rule) == ("E08", "R01")
    assert problem.values == {"item": "2", "member": part}


def test_a_header_that_says_other_than_the_body_is_refused() -> None:
    request = complete()
    request.facts["elements"] = {"E01": "given", "E10": "not_known"}

    found = {element for element, code in request.codes() if code == "header-disagrees"}

    assert {"E03", "E10"} <= found
    assert "E01" not in found


def test_a_wrong_number_of_items_in_the_facts_is_refused() -> None:
    assert complete(items=2).codes() == []
    assert complete(items=3).codes() == [("E08", "items-miscounted")]


@pytest.mark.parametrize(
    ("kind", "category", "name"),
    [("information_request", "traffic_data", "E11"), ("investigation", "arrest", "E26")],
)
def test_what_an_items_category_shows_cannot_be_called_not_applicable(
    kind: str, category: str, name: str
) -> None:
    request = complete(kind)
    request.body["items"][1]["category"] = category
    request.elements.pop(name, None)
    request.body["not_applicable"] = [*{*request.body["not_applicable"], name}]

    (problem,) = request.check().problems

    assert (problem.element, problem.code) == (name, "condition-holds")


# R02
def test_each_item_needs_a_link_of_its_own() -> None:
    request = complete()
    del request.body["items"][1]["link"]

    assert request.codes() == [("E09", "item-without-link")]


@pytest.mark.parametrize("end", ["from", "until"])
def test_a_period_needs_both_its_ends(end: str) -> None:
    request = complete()
    del request.body["items"][0][end]

    assert request.codes() == [("E08", "item-without-period")]


def test_a_period_without_time_zone_is_no_period() -> None:
    request = complete()
    request.body["items"][0]["from"] = "2025-11-03T00:00:00"

    assert request.codes()[0] == ("E08", "misfit")
