"""`extension`: a later due date for an answer: announced, or proposed and consented to.

Every step names the date, so that a statement which crosses another cannot change what was
consented to.

Source: docs/spec/statements/extension.md.
"""

from servanda.core.statements.codes import EXTENSION_GROUNDS
from servanda.core.statements.fields import AccordCode, Code, Day, Text
from servanda.core.statements.header_rules import NeedsBody
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_REASONED = frozenset(("notice", "proposal"))

TYPE = StatementType(
    name="extension",
    facts=with_handling(
        Schema(
            required={"step": Code(_REASONED | {"consent"}), "until_day": Day(), "tlp": TLP},
            optional={"ground": AccordCode("extension_grounds", EXTENSION_GROUNDS)},
            rules=(
                Needs("step", _REASONED, ("ground",)),
                OnlyWith(("ground",), "step", _REASONED),
            ),
        )
    ),
    body=Schema(required={"text": Text(40_000)}),
    answers=frozenset(("request",)),
    ref_required=True,
    checks=(NeedsBody("step", _REASONED),),
)
