"""What simulated sides say of rounds, outcomes and what was promised there."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from servanda.core.canonical import JsonObject, JsonValue
from servanda.simulation.years.accord import SERIES
from servanda.simulation.years.saying import Occasion, Saying

_MARKED: Final[JsonObject] = {"tlp": "green"}
_SEATS: Final[JsonValue] = [
    {"office": "Simulated chair", "capacity": "chair"},
    {"office": "Simulated deputy", "capacity": "representative", "presence": "telephone"},
]
_WORDS: Final[JsonObject] = {"en": "Simulated: nothing here is real."}


def _propose(occasion: Occasion) -> Saying:
    facts: JsonObject = {
        "step": "proposed",
        "series": SERIES,
        "kind": "round",
        **_dated(occasion, minutes=60),
        **_MARKED,
    }
    return Saying(type="round", facts=facts, body={"title": f"Simulated {occasion.number}"})


def _dated(occasion: Occasion, *, minutes: int) -> JsonObject:
    return {"day": occasion.now.date().isoformat(), "utc_offset_minutes": minutes}


def _round(occasion: Occasion, *, step: str, minutes: int = 60) -> Saying:
    facts: JsonObject = {"step": step, **_dated(occasion, minutes=minutes), **_MARKED}
    return Saying(type="round", facts=facts, ref=occasion.ref)


def _postpone(occasion: Occasion) -> Saying:
    facts: JsonObject = {"step": "postponed", "ground": "scheduling", **_MARKED}
    return Saying(type="round", facts=facts, ref=occasion.ref)


def _seat(occasion: Occasion) -> Saying:
    facts: JsonObject = {"step": "delegation", **_MARKED}
    return Saying(type="round", facts=facts, body={"delegation": _SEATS}, ref=occasion.ref)


def _publish(occasion: Occasion, *, keys: tuple[str, ...]) -> Saying:
    items: list[JsonValue] = [{"key": key, "text": f"Simulated: {key}."} for key in keys]
    facts: JsonObject = {
        "step": "published",
        "language": "en",
        "points": len(items),
        "released": occasion.now.date().isoformat(),
        **_MARKED,
    }
    return Saying(type="outcome", facts=facts, body={"items": items}, ref=occasion.ref)


def _promise(occasion: Occasion) -> Saying:
    facts: JsonObject = {
        "step": "proposed",
        "owner": "author",
        "due": occasion.now.date().isoformat(),
        **_MARKED,
    }
    body: JsonObject = {"text": _WORDS, "acceptance_test": _WORDS}
    return Saying(type="deliverable", facts=facts, body=body, ref=occasion.ref)


def _on_promise(occasion: Occasion, *, step: str) -> Saying:
    facts: JsonObject = {"step": step, **_MARKED}
    return Saying(type="deliverable", facts=facts, body={"text": _WORDS}, ref=occasion.ref)


DIALOGUE: Final[Mapping[str, Callable[[Occasion], Saying]]] = {
    "round": _propose,
    "confirm_round": partial(_round, step="confirmed", minutes=480),
    "seat": _seat,
    "postpone_round": _postpone,
    "hold_round": partial(_round, step="held"),
    "hold_round.elsewhere": partial(_round, step="held", minutes=480),
    "publish": partial(_publish, keys=("hotline", "cases")),
    "publish.other": partial(_publish, keys=("hotline", "exercise")),
    "promise": _promise,
    "confirm_promise": partial(_on_promise, step="confirmed"),
    "keep_promise": partial(_on_promise, step="delivered"),
    "take_promise": partial(_on_promise, step="accepted"),
    "doubt_promise": partial(_on_promise, step="disputed"),
    "move_promise": partial(_on_promise, step="carried_over"),
}
