"""`custody`: a person is named in a list, and what is reported or confirmed of that person's case.

Names stand in the sealed body alone. What is in the clear is about a numbered entry.

Source: docs/spec/statements/custody.md; effect: docs/spec/persons.md.
"""

from servanda.core.statements.codes import (
    CUSTODY_EVENTS,
    ERASURE_DECISIONS,
    INFORMATION_GRADES,
    SOURCE_GRADES,
)
from servanda.core.statements.fields import Code, Day, DigestField, ListOf, Text
from servanda.core.statements.header_rules import NeedsBody, NeedsRef, NoRef
from servanda.core.statements.rules import Needs, OnlyWith, Rising
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_LISTED, _EVENT = frozenset(("listed",)), frozenset(("event",))
_DECIDED = frozenset(("erasure_decided",))
_FOLLOWING = _EVENT | _DECIDED | {"reviewed"}
_MOST_LINKS = 64

TYPE = StatementType(
    name="custody",
    facts=with_handling(
        Schema(
            required={"step": Code(_LISTED | _FOLLOWING), "tlp": TLP},
            optional={
                "event": Code(CUSTODY_EVENTS),
                "day": Day(),
                "source_grade": Code(SOURCE_GRADES),
                "information_grade": Code(INFORMATION_GRADES),
                "origin": DigestField(),
                "announced": Code(CUSTODY_EVENTS),
                "announced_by": Day(),
                "links": ListOf(DigestField(), most=_MOST_LINKS),
                "decision": Code(ERASURE_DECISIONS),
            },
            rules=(
                Needs("step", _EVENT, ("event", "day")),
                Needs("step", _DECIDED, ("decision",)),
                OnlyWith(
                    (
                        "event",
                        "day",
                        "source_grade",
                        "information_grade",
                        "origin",
                        "announced",
                        "announced_by",
                    ),
                    "step",
                    _EVENT,
                ),
                OnlyWith(("decision",), "step", _DECIDED),
                OnlyWith(("links",), "step", _LISTED | _EVENT),
                Rising("links"),
            ),
        )
    ),
    body=Schema(
        optional={
            "names": ListOf(Text(200), most=50),
            "list": Text(200),
            "alleged": Text(4_000),
            "victim_as_alleged": Text(400),
            "beneficiary_as_alleged": Text(400),
            "source": Text(400),
            "text": Text(40_000),
        }
    ),
    answers=frozenset(("custody",)),
    checks=(NoRef("step", _LISTED), NeedsRef("step", _FOLLOWING), NeedsBody("step", _LISTED)),
)
