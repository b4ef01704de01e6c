"""`dispute`: a party states that it contests a statement, a receipt or a figure, or shows a fork.

Source: docs/spec/statements/dispute.md.
"""

from servanda.core.statements.fields import Code, DigestField, Integer, ListOf, Text
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Record, Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_FORK = frozenset(("fork",))
_ABOUT = _FORK | {"statement", "receipt", "figure"}
_HEAD = Record(Schema(required={"root": DigestField(), "size": Integer()}))
MAX_CHECKPOINT_CHARACTERS = 16_384  # with ML-DSA-44 and witness lines far below

TYPE = StatementType(
    name="dispute",
    facts=with_handling(
        Schema(
            required={"about": Code(_ABOUT), "leaves": ListOf(DigestField(), least=0, most=64)},
            optional={"heads": ListOf(_HEAD, least=2, most=2), "tlp": TLP},
            rules=(Needs("about", _FORK, ("heads",)), OnlyWith(("heads",), "about", _FORK)),
        )
    ),
    body=Schema(
        optional={
            "text": Text(40_000),
            "checkpoints": ListOf(Text(MAX_CHECKPOINT_CHARACTERS), least=2, most=2),
        }
    ),
)
