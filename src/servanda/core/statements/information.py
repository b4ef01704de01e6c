"""`information`: news, findings, indicators or an incident, given without being asked for.

It is receipted, acknowledged and judged like a response, but no answer is owed. An incident
may be told in stages, each of which the accord can give a clock from the moment of awareness.

Source: docs/spec/statements/information.md.
"""

from servanda.core.statements.codes import INFORMATION_FORMS, STAGES, USES
from servanda.core.statements.fields import AccordCode, Code, Instant, Integer, Text
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

MAX_PIECES = 1_000_000  # of one statement: a batch of indicators may be large
_LINE = Text(400)
_INCIDENT = frozenset(("incident",))

TYPE = StatementType(
    name="information",
    facts=with_handling(
        Schema(
            required={
                "form": Code(INFORMATION_FORMS),
                "subject": AccordCode("subjects"),
                "pieces": Integer(1, MAX_PIECES),
                "use": Code(USES),
                "tlp": TLP,
            },
            optional={
                "commitment": AccordCode("commitments"),
                "stage": Code(STAGES),
                "aware_at": Instant(),
            },
            rules=(
                OnlyWith(("stage", "aware_at"), "form", _INCIDENT),
                Needs("stage", STAGES, ("aware_at",)),
                OnlyWith(("aware_at",), "stage", STAGES),
            ),
        )
    ),
    body=Schema(
        required={"title": _LINE, "desk": _LINE, "file_number": _LINE, "text": Text(200_000)}
    ),
    body_required=True,
    answers=frozenset(("request", "information")),
)
