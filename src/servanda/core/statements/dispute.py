"""`dispute`: a party states that it contests a statement, a receipt or a figure, or shows a fork.

The other side answers with its version; each may narrow its own, and who stated it withdraws it.

Source: docs/spec/statements/dispute.md; effect: docs/spec/concerns.md, "Disputes".
"""

from servanda.core.statements.codes import DISPUTE_STEPS
from servanda.core.statements.fields import (
    AccordCode,
    Code,
    DigestField,
    Integer,
    ListOf,
    Text,
)
from servanda.core.statements.header_rules import NeedsRef, NoRef
from servanda.core.statements.rules import Needs, OnlyWith, Rising
from servanda.core.statements.schema import Record, Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_FORK = frozenset(("fork",))
_STATED = frozenset(("stated",))
_FOLLOWING = DISPUTE_STEPS - _STATED
_ABOUT = _FORK | {"statement", "receipt", "figure"}
_HEAD = Record(Schema(required={"root": DigestField(), "size": Integer()}))
MAX_FIGURES = 40
MAX_CHECKPOINT_CHARACTERS = 16_384  # with ML-DSA-44 and witness lines far below

TYPE = StatementType(
    name="dispute",
    facts=with_handling(
        Schema(
            required={"about": Code(_ABOUT), "leaves": ListOf(DigestField(), least=0, most=64)},
            optional={
                "heads": ListOf(_HEAD, least=2, most=2),
                "step": Code(DISPUTE_STEPS),
                "figures": ListOf(AccordCode("figures"), most=MAX_FIGURES),
                "tlp": TLP,
            },
            rules=(
                Needs("about", _FORK, ("heads",)),
                OnlyWith(("heads",), "about", _FORK),
                OnlyWith(("figures",), "about", frozenset(("figure",))),
                Rising("figures"),
            ),
        )
    ),
    body=Schema(
        optional={
            "text": Text(40_000),
            "checkpoints": ListOf(Text(MAX_CHECKPOINT_CHARACTERS), least=2, most=2),
        }
    ),
    answers=frozenset(("dispute",)),
    checks=(NeedsRef("step", _FOLLOWING), NoRef("step", _STATED)),
)
