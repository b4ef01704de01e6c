"""`feedback`: the coded judgement of a response or of information, and the one reply to it.

Judgement and reply stand side by side; neither takes the other away.

Source: docs/spec/statements/feedback.md.
"""

from servanda.core.statements.codes import (
    FEEDBACK_EFFECTS,
    FEEDBACK_REASONS,
    MOST_USEFUL,
    NO_EFFECT,
)
from servanda.core.statements.fields import Code, Integer, ListOf, Text
from servanda.core.statements.header_rules import AnswersOnly
from servanda.core.statements.rules import Alone, AtMost, Needs, OnlyWith, Rising
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

MAX_JUDGED = 1_000_000_000  # indicators of one batch, or how often they were seen
_GIVEN, _REPLY = frozenset(("given",)), frozenset(("reply",))
_LITTLE = frozenset((0, 1))  # usefulness that must be explained
_INFORMATION = frozenset(("information",))
_COUNTS = ("judged", "false_positives", "sightings")

TYPE = StatementType(
    name="feedback",
    facts=with_handling(
        Schema(
            required={"step": Code(_GIVEN | _REPLY), "tlp": TLP},
            optional={
                "usefulness": Integer(0, MOST_USEFUL),
                "reasons": ListOf(Code(FEEDBACK_REASONS), most=len(FEEDBACK_REASONS)),
                "effects": ListOf(Code(FEEDBACK_EFFECTS), most=len(FEEDBACK_EFFECTS)),
                **dict.fromkeys(_COUNTS, Integer(0, MAX_JUDGED)),
                "position": Code(frozenset(("accepted", "contested"))),
            },
            rules=(
                Needs("step", _GIVEN, ("usefulness", "effects")),
                OnlyWith(("usefulness", "reasons", "effects", *_COUNTS), "step", _GIVEN),
                Needs("usefulness", _LITTLE, ("reasons",)),
                Rising("reasons"),
                Rising("effects"),
                Alone("effects", NO_EFFECT),
                AtMost("false_positives", "judged"),
                Needs("step", _REPLY, ("position",)),
                OnlyWith(("position",), "step", _REPLY),
            ),
        )
    ),
    body=Schema(required={"text": Text(40_000)}),
    answers=_INFORMATION | {"request"},
    answers_only=tuple(AnswersOnly(name, _INFORMATION) for name in _COUNTS),
    ref_required=True,
)
