"""What simulated desks say over the hotline and on the ladder: two records of each call, too."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import format_instant
from servanda.simulation.years.saying import Occasion, Saying

_MARKED: Final[JsonObject] = {"tlp": "amber"}
_TEXT: Final[JsonObject] = {"text": "Simulated: nothing here is real."}
_RECORDED: Final[JsonObject] = {"level": "L3", "language": "en", "decision": "instructed"}


def _call(occasion: Occasion, *, basis: str) -> Saying:
    facts: dict[str, JsonValue] = {
        "step": "made",
        "basis": basis,
        "called_at": format_instant(occasion.now - timedelta(minutes=10)),
        "follow_up": format_instant(occasion.now + timedelta(hours=24)),
        **_RECORDED,
        **_MARKED,
    }
    if basis == "emergency":
        facts["criterion"] = "risk_to_life_or_safety"
    body: JsonObject = {"caller": "Simulated desk", "callee": "Simulated desk", **_TEXT}
    return Saying(type="call", facts=facts, body=body, ref=occasion.ref)


def _confirm(occasion: Occasion) -> Saying:
    """Confirm a call, and remember another minute of it than the caller does."""
    facts: JsonObject = {
        "step": "confirmed",
        "called_at": format_instant(occasion.now - timedelta(minutes=71)),
        **_RECORDED,
        **_MARKED,
    }
    return Saying(type="call", facts=facts, ref=occasion.ref)


def _escalate(occasion: Occasion, *, level: str, trigger: str = "overdue") -> Saying:
    facts: JsonObject = {"step": "raised", "level": level, "trigger": trigger, **_MARKED}
    return Saying(type="escalation", facts=facts, body=_TEXT, ref=occasion.ref)


def _on_level(occasion: Occasion, step: str, **more: JsonValue) -> Saying:
    facts: JsonObject = {"step": step, **more, **_MARKED}
    return Saying(type="escalation", facts=facts, ref=occasion.ref)


def _decide(occasion: Occasion) -> Saying:
    follow_up = format_instant(occasion.now + timedelta(days=3))
    return _on_level(occasion, "decided", decision="instructed", follow_up=follow_up)


HOTLINE: Final[Mapping[str, Callable[[Occasion], Saying]]] = {
    "call": partial(_call, basis="emergency"),
    "call.urgent": partial(_call, basis="urgent_case"),
    "confirm_call": _confirm,
    "escalate": partial(_escalate, level="L1"),
    "escalate.urgent": partial(_escalate, level="L1", trigger="urgent_case"),
    "climb": partial(_escalate, level="L2"),
    "acknowledge_level": partial(_on_level, step="acknowledged"),
    "decide_level": _decide,
    "close_ladder": partial(_on_level, step="closed"),
}
