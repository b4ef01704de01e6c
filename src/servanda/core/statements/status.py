"""`status`: typed news on an open request, by the responder or, for some steps, the requester.

Who may take which step in which state is casework's to say, not this file's: a step that is
not legal there is kept and receipted, and has no effect.

Source: docs/spec/statements/status.md.
"""

from servanda.core.statements.codes import GROUNDS
from servanda.core.statements.fields import AccordCode, Code, Instant, Text
from servanda.core.statements.schema import Needs, OnlyWith, Schema
from servanda.core.statements.types import TLP, StatementType

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
    )
)
_POSTPONED = frozenset(("postponed",))

TYPE = StatementType(
    name="status",
    facts=Schema(
        required={"step": Code(STEPS), "tlp": TLP},
        optional={"ground": AccordCode("grounds", GROUNDS), "until": Instant()},
        rules=(
            Needs("step", _POSTPONED, ("ground", "until")),
            OnlyWith(("ground", "until"), "step", _POSTPONED),
        ),
    ),
    body=Schema(required={"text": Text(40_000)}),
    answers=frozenset(("request",)),
    ref_required=True,
)
