"""What simulated sides judge of a commitment, and what they say to each other's drafts."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import digest_of, format_instant
from servanda.core.statements.evidence_set import evidence_root
from servanda.simulation.years.accord import COMMITMENT
from servanda.simulation.years.saying import Occasion, Saying

_TEXT: Final[JsonObject] = {"text": "Simulated: nothing here is real."}
_MARKED: Final[JsonObject] = {"tlp": "amber"}
_VALUES: Final = ("minimal", "intermediate", "full")
_EVIDENCE: Final = sorted(digest_of(name) for name in (b"simulated 1", b"simulated 2"))
_PERIOD: Final = timedelta(days=30)


def _draft(occasion: Occasion, *, assessable: bool) -> Saying:
    until = occasion.now.replace(minute=0, second=0, microsecond=0)
    facts: dict[str, JsonValue] = {
        "step": "drafted",
        "commitment": COMMITMENT,
        "from": format_instant(until - _PERIOD),
        "until": format_instant(until),
        **_MARKED,
    }
    if not assessable:
        facts |= {"value": "not_assessable", "ground": "no_access"}
        return Saying(type="assessment", facts=facts, body=_TEXT)
    facts |= {
        "value": _VALUES[occasion.number % len(_VALUES)],
        "confidence": "low",
        "elements": {"intent": "not_shown"},
        "evidence": evidence_root(_EVIDENCE),
    }
    reasons: JsonObject = {"intent": "Simulated."}
    body: JsonObject = {**_TEXT, "evidence": [*_EVIDENCE], "reasons": reasons}
    return Saying(type="assessment", facts=facts, body=body)


def _comment(occasion: Occasion, *, position: str) -> Saying:
    facts: JsonObject = {"step": "commented", "position": position, **_MARKED}
    return Saying(type="assessment", facts=facts, body=_TEXT, ref=occasion.ref)


def _release(occasion: Occasion) -> Saying:
    return Saying(type="assessment", facts={"step": "released"}, ref=occasion.ref)


ASSESSMENTS: Final[Mapping[str, Callable[[Occasion], Saying]]] = {
    "assess": partial(_draft, assessable=True),
    "assess.not": partial(_draft, assessable=False),
    "comment": partial(_comment, position="disagrees"),
    "comment.agree": partial(_comment, position="agrees"),
    "release": _release,
}
