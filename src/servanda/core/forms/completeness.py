"""R01 and R02: is everything there that this kind of request demands.

Source: docs/reference/request-form.md, "Rules".
"""

from collections.abc import Iterator

from servanda.core.canonical import JsonObject
from servanda.core.forms.element_fields import ARREST_CATEGORIES, ONLINE_CATEGORIES
from servanda.core.forms.elements import (
    CONDITIONAL,
    CONDITIONS,
    MANDATORY,
    NOT_KNOWN_ACCEPTED,
    Element,
    Requirement,
    elements_of,
)
from servanda.core.forms.filled import FilledForm
from servanda.core.forms.problems import Problem
from servanda.core.forms.said import GIVEN, NOT_APPLICABLE, NOT_KNOWN, object_at, said_elements

_ALWAYS = frozenset((MANDATORY, NOT_KNOWN_ACCEPTED))
# R02 speaks of each item's link, R06 of the facts behind urgency: one sentence for one fault.
_SPOKEN_OF_ELSEWHERE = frozenset(("E09", "E14"))
# Of a condition what the category of an item already tells.
_CATEGORIES = {"online_data": ONLINE_CATEGORIES, "arrest": ARREST_CATEGORIES}
_PARTS_OF_AN_ITEM = ("category", "identifier")


def elements_are_given(form: FilledForm) -> Iterator[Problem]:
    """R01: every mandatory element, and every one whose condition holds, is given."""
    for element, requirement in elements_of(form.kind):
        yield from _element_problems(element, requirement, form)
    if form.body is None:
        return
    for number, item in form.items():
        for part in _PARTS_OF_AN_ITEM:
            if part not in item:
                values = {"item": number, "member": part}
                yield Problem(code="item-incomplete", element="E08", values=values)
    yield from _facts_problems(form, form.body)


def items_are_bounded(form: FilledForm) -> Iterator[Problem]:
    """R02: each item has its own link to the facts, and a period with both its ends."""
    for number, item in form.items():
        if "link" not in item:
            yield Problem(code="item-without-link", element="E09", values={"item": number})
        for end in ("from", "until"):
            if end not in item:
                values = {"item": number, "member": end}
                yield Problem(code="item-without-period", element="E08", values=values)


def _element_problems(
    element: Element, requirement: Requirement, form: FilledForm
) -> Iterator[Problem]:
    said = form.said.get(element.id)
    values = {"element": element.id, "place": element.place, "kind": form.kind.replace("_", " ")}
    code = ""
    if said == NOT_KNOWN:
        may_be_unknown = requirement.sign not in {MANDATORY, CONDITIONAL}
        code = "" if may_be_unknown else "not-known-refused"
    elif requirement.sign in _ALWAYS:
        if said == NOT_APPLICABLE:
            code = "not-applicable-refused"
        elif said != GIVEN and (element.id not in _SPOKEN_OF_ELSEWHERE or form.body is None):
            code = "element-missing"
    elif requirement.sign == CONDITIONAL and said != GIVEN:
        values["condition"] = CONDITIONS[requirement.condition]
        telling = _telling_item(requirement.condition, form)
        if said is None:
            code = "condition-open"
        elif telling:
            code, values["item"] = "condition-holds", telling
    if code:
        yield Problem(code=code, element=element.id, values=values)


def _telling_item(condition: str, form: FilledForm) -> str:
    """Return the number of an item whose category says that `condition` holds, or nothing."""
    categories = _CATEGORIES.get(condition, frozenset())
    found = (number for number, item in form.items() if item.get("category") in categories)
    return next(found, "")


def _facts_problems(form: FilledForm, body: JsonObject) -> Iterator[Problem]:
    """Yield where the clear facts say other than the body."""
    count, counted = form.facts.get("items"), sum(1 for _ in form.items())
    if count is not None and count != counted:
        values = {"expected": str(counted), "found": str(count)}
        yield Problem(code="items-miscounted", element="E08", values=values)
    if "elements" not in form.facts:
        return
    header = object_at(form.facts, "elements")
    shown = said_elements(facts=form.facts, body=body, has_files=form.has_files)
    for name in sorted({*header, *shown}):
        if header.get(name) != shown.get(name):
            values = {
                "expected": shown.get(name) or "none",
                "found": str(header.get(name) or "none"),
            }
            yield Problem(code="header-disagrees", element=name, values=values)
