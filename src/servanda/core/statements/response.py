"""`response`: the answer to a request, interim, or final with one coded outcome.

Source: docs/spec/statements/response.md.
"""

from servanda.core.statements.codes import GROUNDS, ITEM_RESULTS, OUTCOMES, REFUSED_OUTCOMES
from servanda.core.statements.fields import (
    AccordCode,
    Code,
    DigestField,
    Instant,
    ListOf,
    Text,
    Truth,
)
from servanda.core.statements.request import MAX_ITEMS
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_FINAL = frozenset(("final",))
_DUPLICATE = frozenset(("duplicate",))

TYPE = StatementType(
    name="response",
    facts=with_handling(
        Schema(
            required={"step": Code(frozenset(("interim", "final"))), "tlp": TLP},
            optional={
                "outcome": Code(OUTCOMES),
                "ground": AccordCode("grounds", GROUNDS),
                "items": ListOf(Code(ITEM_RESULTS), most=MAX_ITEMS),
                "partial_possible": Truth(),
                "ask_again": Truth(),
                "expires_at": Instant(),
                "retained": DigestField(),
            },
            rules=(
                Needs("step", _FINAL, ("outcome", "items")),
                OnlyWith(("outcome", "items", "expires_at"), "step", _FINAL),
                Needs("outcome", REFUSED_OUTCOMES, ("ground", "partial_possible", "ask_again")),
                OnlyWith(("ground", "partial_possible", "ask_again"), "outcome", REFUSED_OUTCOMES),
                Needs("outcome", _DUPLICATE, ("retained",)),
                OnlyWith(("retained",), "outcome", _DUPLICATE),
            ),
        )
    ),
    body=Schema(
        required={"text": Text(200_000)},
        optional={"items": ListOf(Text(40_000), most=MAX_ITEMS)},
    ),
    body_required=True,
    answers=frozenset(("request",)),
    ref_required=True,
)
