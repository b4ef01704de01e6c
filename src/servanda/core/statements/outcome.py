"""`outcome`: what a party publishes about a round, point by point, in its own language.

Source: docs/spec/statements/outcome.md; effect: docs/spec/dialogue.md, "Between two nodes".
"""

from servanda.core.statements.codes import LANGUAGES_OF_TEXTS
from servanda.core.statements.fields import AccordCode, Code, Day, Integer, ListOf, Text
from servanda.core.statements.schema import Record, Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

MAX_POINTS = 200
_POINT = Record(Schema(required={"key": AccordCode("points"), "text": Text(10_000)}))

TYPE = StatementType(
    name="outcome",
    facts=with_handling(
        Schema(
            required={
                "step": Code(frozenset(("published", "corrected"))),
                "language": Code(LANGUAGES_OF_TEXTS),
                "points": Integer(1, MAX_POINTS),
                "tlp": TLP,
            },
            optional={"released": Day()},
        )
    ),
    body=Schema(required={"items": ListOf(_POINT, most=MAX_POINTS)}),
    body_required=True,
    answers=frozenset(("round",)),
    ref_required=True,
)
