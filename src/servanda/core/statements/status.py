"""`status`: typed news on a request, by the responder or, for some steps, the requester.

Who may take which step in which state is casework's to say, not this file's: a step that is
not legal there is kept and receipted, and has no effect.

Source: docs/spec/statements/status.md.
"""

from servanda.core.statements.codes import GROUNDS, URGENCY_CRITERIA
from servanda.core.statements.fields import AccordCode, Code, Instant, Text
from servanda.core.statements.header_rules import NeedsBody
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

STEPS = frozenset(
    (
        "under_review",
        "accepted",
        "in_execution",
        "update",
        "enquiry",
        "reassigned",
        "postponed",
        "resumed",
        "lapsed",
        "closed",
        "reopened",
        "reminder",
        "reclassified",
    )
)
_POSTPONED = frozenset(("postponed",))
_RECLASSIFIED = frozenset(("reclassified",))
# Downwards alone: a higher class has a criterion and clocks of its own, so it is a new request.
_LOWER_URGENCY = frozenset(URGENCY_CRITERIA) - {"emergency"}

TYPE = StatementType(
    name="status",
    facts=with_handling(
        Schema(
            required={"step": Code(STEPS), "tlp": TLP},
            optional={
                "ground": AccordCode("grounds", GROUNDS),
                "until": Instant(),
                "urgency": Code(_LOWER_URGENCY),
            },
            rules=(
                Needs("step", _POSTPONED, ("ground", "until")),
                OnlyWith(("ground", "until"), "step", _POSTPONED),
                Needs("step", _RECLASSIFIED, ("urgency",)),
                OnlyWith(("urgency",), "step", _RECLASSIFIED),
            ),
        )
    ),
    body=Schema(required={"text": Text(40_000)}),
    answers=frozenset(("request",)),
    ref_required=True,
    checks=(NeedsBody("ground", frozenset(("other",))),),  # a ground that says nothing needs words
)
