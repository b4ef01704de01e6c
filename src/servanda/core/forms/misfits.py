"""Members of a request that do not have their form: all of them at once, and what fits beside them.

A schema stops at the first fault, which is enough to refuse. An officer who corrects a form wants
to see every fault, and the rules on whatever fits.

Source: docs/spec/statements/request.md.
"""

from collections.abc import Mapping
from typing import NamedTuple

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.forms.element_fields import ELEMENT_FIELDS
from servanda.core.forms.problems import Problem
from servanda.core.statements.fields import Field
from servanda.core.statements.request import BODY, FACTS
from servanda.core.statements.schema import AccordCodes

_ELEMENTS = "elements"

# The element that a member of facts or body is a part of.
_PARTS: Mapping[str, str] = {
    "authority": "E01",
    "file_number": "E01",
    "commitment": "E04",
    "brief_facts": "E05",
    "items": "E08",
    "urgency": "E14",
    "criterion": "E14",
    "use": "E20",
    "tlp": "E21",
}
# They are read off the rest where the sender leaves them out.
_DERIVED = frozenset(("elements", "items"))


class Fitting(NamedTuple):
    """A request without the members that do not fit, and a problem for each of them."""

    facts: JsonObject
    body: JsonObject
    problems: tuple[Problem, ...]


def fitting(facts: JsonObject, body: JsonObject, *, accord: AccordCodes | None) -> Fitting:
    """Return what of `facts` and `body` has its form, and what does not.

    A code that is not of the lists of `accord` has its form, and is a problem all the same; with
    None nobody asks.
    """
    problems: list[Problem] = []
    good_facts = _of_members(facts, {**FACTS.required, **FACTS.optional}, problems, path="")
    if accord is not None:
        problems += [_misfit(fault) for fault in FACTS.accord_faults(good_facts, accord)]
    missing = FACTS.required.keys() - facts.keys() - _DERIVED
    problems += [_missing(name) for name in sorted(missing)]
    fields = {**BODY.required, **BODY.optional}
    elements = body.get(_ELEMENTS)
    rest = {name: item for name, item in body.items() if name != _ELEMENTS}
    good_body = _of_members(rest, fields, problems, path="")
    problems += [_missing(name) for name in sorted(BODY.required.keys() - body.keys())]
    if isinstance(elements, Mapping):
        good = _of_members(elements, ELEMENT_FIELDS, problems, path=f"{_ELEMENTS}.")
        good_body[_ELEMENTS] = good
    elif elements is not None:
        problems.append(_misfit(Fault(_ELEMENTS, expect(Expected.OBJECT), elements)))
    return Fitting(facts=good_facts, body=good_body, problems=tuple(problems))


def _of_members(
    value: JsonObject, fields: Mapping[str, Field], problems: list[Problem], *, path: str
) -> dict[str, JsonValue]:
    good: dict[str, JsonValue] = {}
    for name, item in value.items():
        field = fields.get(name)
        fault = None if field is None else field.compile()(item)
        if field is None:
            problems.append(_misfit(Fault(f"{path}{name}", expect(Expected.NO_MEMBER), item)))
        elif fault is not None:
            problems.append(_misfit(fault._replace(path=f"{path}{name}{fault.path}")))
        else:
            good[name] = item
    return good


def _missing(member: str) -> Problem:
    return _misfit(Fault(member, expect(Expected.MEMBER), Found.NOTHING))


def _misfit(fault: Fault) -> Problem:
    first = fault.path.removeprefix(f"{_ELEMENTS}.").partition("[")[0].partition(".")[0]
    return Problem(
        code="misfit",
        element=_PARTS.get(first, first if first in ELEMENT_FIELDS else ""),
        values={
            "member": fault.place,
            "expected": fault.expected,
            "found": fault.shown,
        },
    )
