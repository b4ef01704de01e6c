"""`request`: asks for information, preservation, mitigation or investigative help.

The facts say of which kind, how urgent and why, which commitment it relies on, and of each
element of the form only whether it was given; what is asked stands in the sealed body.

Source: docs/spec/statements/request.md.
"""

from servanda.core.canonical import JsonObject
from servanda.core.statements.codes import (
    ELEMENT_VALUES,
    ELEMENTS,
    KINDS,
    URGENCY_CRITERIA,
    USES,
)
from servanda.core.statements.fields import AccordCode, Code, Integer, ListOf, Text
from servanda.core.statements.schema import MapOf, Record, Schema
from servanda.core.statements.types import TLP, StatementType

MAX_ITEMS = 200  # of one request; more is more than one request
_LINE = Text(400)
_PAGES = Text(40_000)


def _criterion_problem(facts: JsonObject) -> str | None:
    urgency, criterion = facts["urgency"], facts.get("criterion")
    allowed = URGENCY_CRITERIA[str(urgency)]
    if not allowed and criterion is not None:
        return f"criterion: expected none for {urgency}, found {criterion}"
    if allowed and criterion not in allowed:
        expected = ", ".join(sorted(allowed))
        return f"criterion: expected one of {expected} for {urgency}, found {criterion}"
    return None


TYPE = StatementType(
    name="request",
    facts=Schema(
        required={
            "kind": AccordCode("kinds", KINDS),
            "urgency": Code(frozenset(URGENCY_CRITERIA)),
            "commitment": AccordCode("commitments"),
            "subject": AccordCode("subjects"),
            "elements": MapOf(Code(ELEMENTS), Code(ELEMENT_VALUES), most=len(ELEMENTS)),
            "items": Integer(1, MAX_ITEMS),
            "use": Code(USES),
            "tlp": TLP,
        },
        optional={"criterion": Code(frozenset().union(*URGENCY_CRITERIA.values()))},
        rules=(_criterion_problem,),
    ),
    body=Schema(
        required={
            "title": _LINE,
            "authority": _LINE,
            "file_number": _LINE,
            "brief_facts": _PAGES,
            "items": ListOf(
                Record(Schema(required={"sought": Text(4_000)}, optional={"link": Text(4_000)})),
                most=MAX_ITEMS,
            ),
        },
        optional={"elements": MapOf(Code(ELEMENTS), _PAGES, most=len(ELEMENTS))},
    ),
    body_required=True,
    answers=frozenset(("request",)),
)
