"""`deliverable`: something agreed at a round, with owner, due day and test; and what became of it.

Source: docs/spec/statements/deliverable.md; effect: docs/spec/dialogue.md, "Between two nodes".
"""

from servanda.core.statements.codes import LANGUAGES_OF_TEXTS, OWNERS
from servanda.core.statements.fields import Code, Day, Text
from servanda.core.statements.header_rules import AnswersOnly, NeedsBody
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import MapOf, Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_PROPOSED = frozenset(("proposed",))
_MOVED = frozenset(("carried_over",))
_SAID = frozenset(("confirmed", "delivered", "accepted", "disputed", "carried_over", "dropped"))
_REASONED = frozenset(("disputed", "carried_over", "dropped"))
_WORDS = MapOf(Code(LANGUAGES_OF_TEXTS), Text(10_000), most=len(LANGUAGES_OF_TEXTS))

TYPE = StatementType(
    name="deliverable",
    facts=with_handling(
        Schema(
            required={"step": Code(_PROPOSED | _SAID)},
            optional={"owner": Code(OWNERS), "due": Day(), "tlp": TLP},
            rules=(
                Needs("step", _PROPOSED, ("owner",)),
                OnlyWith(("owner",), "step", _PROPOSED),
                OnlyWith(("due",), "step", _PROPOSED | _MOVED),
            ),
        )
    ),
    body=Schema(optional={"text": _WORDS, "acceptance_test": _WORDS}),
    answers=frozenset(("round", "deliverable")),
    answers_only=(
        AnswersOnly("step", frozenset(("round",)), _PROPOSED),
        AnswersOnly("step", frozenset(("deliverable",)), _SAID),
    ),
    ref_required=True,
    checks=(NeedsBody("step", _PROPOSED | _REASONED),),
)
