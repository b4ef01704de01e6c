"""`request`: asks for information, preservation, mitigation or investigative help.

The facts say of which kind, how urgent and why, which commitment it relies on, and of each
element of the form only whether it was given; what is asked stands in the sealed body. What a
request must say to be complete is the form's matter (`core/forms/`): what arrives incomplete is
kept, and its checklist shows what is missing.

Source: docs/spec/statements/request.md.
"""

from typing import Final

from servanda.core.canonical import JsonObject
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.forms.element_fields import (
    ELEMENT_FIELDS,
    ITEM,
    LINE,
    OVERRIDABLE_RULES,
    PAGES,
    PARAGRAPH,
)
from servanda.core.statements.codes import (
    ELEMENT_VALUES,
    ELEMENTS,
    KINDS,
    URGENCY_CRITERIA,
    USES,
)
from servanda.core.statements.fields import AccordCode, Code, Integer, ListOf
from servanda.core.statements.schema import MapOf, Record, Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

MAX_ITEMS = 200  # of one request; more is more than one request


def _find_criterion_fault(facts: JsonObject) -> Fault | None:
    urgency, criterion = str(facts["urgency"]), facts.get("criterion")
    allowed = URGENCY_CRITERIA[urgency]
    if not allowed and criterion is not None:
        return Fault(
            "criterion", expect(Expected.WITHOUT, member="urgency", value=urgency), criterion
        )
    if allowed and criterion not in allowed:
        expected = expect(Expected.CRITERION, words=tuple(sorted(allowed)), value=urgency)
        return Fault("criterion", expected, Found.NOTHING if criterion is None else criterion)
    return None


FACTS: Final = with_handling(
    Schema(
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
        rules=(_find_criterion_fault,),
    )
)
BODY: Final = Schema(
    required={
        "title": LINE,
        "authority": LINE,
        "file_number": LINE,
        "brief_facts": PAGES,
        "items": ListOf(Record(ITEM), most=MAX_ITEMS),
    },
    optional={
        "elements": Record(Schema(optional=ELEMENT_FIELDS)),
        "not_known": MapOf(Code(ELEMENTS), PARAGRAPH, most=len(ELEMENTS)),
        "not_applicable": ListOf(Code(ELEMENTS), least=0, most=len(ELEMENTS)),
        "overrides": MapOf(Code(OVERRIDABLE_RULES), PARAGRAPH, most=len(OVERRIDABLE_RULES)),
    },
)

TYPE = StatementType(
    name="request",
    facts=FACTS,
    body=BODY,
    body_required=True,
    answers=frozenset(("request", "call")),
)
