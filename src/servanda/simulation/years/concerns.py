"""What simulated sides say of concerns, disputes, suspensions and persons."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from servanda.core.canonical import JsonObject, JsonValue
from servanda.simulation.years.accord import COMMITMENT, SERIES, SUBJECT
from servanda.simulation.years.saying import Occasion, Saying

_MARKED: Final[JsonObject] = {"tlp": "amber_strict"}
_TEXT: Final[JsonObject] = {"text": "Simulated: nothing here is real."}


def _issue(_: Occasion, *, about: str) -> Saying:
    named: JsonObject = (
        {"commitment": COMMITMENT, "elements": ["intent", "nexus"]}
        if about == "commitment"
        else {"subject": SUBJECT}
    )
    facts: JsonObject = {"step": "issued", **named, **_MARKED}
    return Saying(type="concern", facts=facts, body={"asks": "Simulated.", **_TEXT})


def _reply(occasion: Occasion, *, position: str) -> Saying:
    facts: JsonObject = {"position": position, **_MARKED}
    return Saying(type="reply", facts=facts, body=_TEXT, ref=occasion.ref)


def _step(occasion: Occasion, *, step: str) -> Saying:
    facts: JsonObject = {"step": step, **_MARKED}
    return Saying(type="concern", facts=facts, body=_TEXT, ref=occasion.ref)


def _on_dispute(occasion: Occasion, *, step: str) -> Saying:
    leaves: JsonValue = occasion.facts.get("leaves", []) if step == "answered" else []
    facts: JsonObject = {
        "about": "statement",
        "step": step,
        "leaves": leaves,
        "tlp": "amber",
    }
    return Saying(type="dispute", facts=facts, body=_TEXT, ref=occasion.ref)


def _suspend(occasion: Occasion, *, step: str, scope: str = "accord") -> Saying:
    """Suspend, resume or leave; a channel is that of the contact that the occasion is about."""
    facts: JsonObject = {
        "step": step,
        "scope": scope,
        **({"series": SERIES} if scope == "series" else {}),
        **({"channel": occasion.ref} if scope == "channel" else {}),
        **({} if step == "resumed" else {"ground": "review"}),
    }
    ref = occasion.ref if step == "resumed" else None
    return Saying(type="suspension", facts=facts, ref=ref)


def _list(_: Occasion) -> Saying:
    facts: JsonObject = {"step": "listed", "tlp": "red"}
    return Saying(type="custody", facts=facts, body={"names": ["Simulated person"], **_TEXT})


def _person_event(occasion: Occasion, *, event: str) -> Saying:
    facts: JsonObject = {
        "step": "event",
        "event": event,
        "day": occasion.now.date().isoformat(),
        "source_grade": "C",
        "information_grade": "3",
        "tlp": "red",
    }
    return Saying(type="custody", facts=facts, ref=occasion.ref)


CONCERNS: Final[Mapping[str, Callable[[Occasion], Saying]]] = {
    "concern": partial(_issue, about="commitment"),
    "concern.subject": partial(_issue, about="subject"),
    "reply_concern": partial(_reply, position="explained"),
    "reply_concern.remedied": partial(_reply, position="remedied"),
    "reply_concern.disputed": partial(_reply, position="disputed"),
    "assent": partial(_step, step="assented"),
    "maintain": partial(_step, step="maintained"),
    "refer": partial(_step, step="referred"),
    "close_concern": partial(_step, step="closed"),
    "answer_dispute": partial(_on_dispute, step="answered"),
    "list_person": _list,
    "report_arrest": partial(_person_event, event="arrested_reported"),
    "confirm_arrest": partial(_person_event, event="arrested_confirmed"),
    "suspend": partial(_suspend, step="suspended"),
    "resume_accord": partial(_suspend, step="resumed"),
    "suspend_series": partial(_suspend, step="suspended", scope="series"),
    "resume_series": partial(_suspend, step="resumed", scope="series"),
    "suspend_channel": partial(_suspend, step="suspended", scope="channel"),
    "leave_channel": partial(_suspend, step="left", scope="channel"),
    "withdraw_dispute": partial(_on_dispute, step="withdrawn"),
}
