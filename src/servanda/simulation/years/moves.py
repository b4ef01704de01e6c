"""Every move of a simulated desk, by name: from an occasion to a statement. Data, no decisions."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Final, TypeAlias, cast

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import format_instant
from servanda.simulation.years.accord import COMMITMENT, START, SUBJECT
from servanda.simulation.years.assessments import ASSESSMENTS
from servanda.simulation.years.concerns import CONCERNS
from servanda.simulation.years.contacts import CONTACTS
from servanda.simulation.years.dialogue import DIALOGUE
from servanda.simulation.years.hotline import HOTLINE
from servanda.simulation.years.requests import REQUESTS
from servanda.simulation.years.saying import Occasion, Saying

Move: TypeAlias = Callable[[Occasion], Saying]

_MARKED: Final[JsonObject] = {"tlp": "amber"}
_TEXT: Final[JsonObject] = {"text": "Simulated: nothing here is real."}
_DESK: Final[JsonObject] = {"desk": "Simulated desk", "file_number": "T-1"}
_ITEM_OF: Final = {
    "fulfilled_full": "supplied",
    "fulfilled_part": "supplied",
    "conditional": "supplied",
    "nil_return": "nil",
}


def _plain(
    occasion: Occasion, *, type: str, facts: JsonObject, body: JsonObject | None = None
) -> Saying:
    return Saying(type=type, facts={**facts, **_MARKED}, body=body, ref=occasion.ref)


def _status(step: str, **facts: JsonValue) -> Move:
    return partial(_plain, type="status", facts={"step": step, **facts}, body=_TEXT)


def _postponed(occasion: Occasion) -> Saying:
    until = format_instant(occasion.now + timedelta(days=10))
    return _status("postponed", ground="ongoing_investigation", until=until)(occasion)


def _ask(occasion: Occasion, *, blocking: bool) -> Saying:
    number = occasion.number % 900 + 1
    question: JsonObject = {
        "number": number,
        "element": "E11",
        "defect": "unclear",
        "blocking": blocking,
    }
    return _plain(
        occasion,
        type="clarification",
        facts={"step": "ask", "questions": [question]},
        body={"texts": [{"number": number, "text": "Simulated: which account is meant?"}]},
    )


def _answer(occasion: Occasion) -> Saying:
    """Answer each question of the clarification that the desk reacts to."""
    numbers = [
        cast("JsonObject", question)["number"]
        for question in cast("list[JsonValue]", occasion.facts["questions"])
    ]
    return _plain(
        occasion,
        type="clarification",
        facts={
            "step": "answer",
            "answers": [{"number": number, "result": "supplied"} for number in numbers],
        },
        body={"texts": [{"number": number, "text": "Simulated: this one."} for number in numbers]},
    )


def _extend(occasion: Occasion, *, step: str, days: int) -> Saying:
    day = (occasion.now + timedelta(days=days)).date().isoformat()
    facts: JsonObject = {"step": step, "until_day": day, "ground": "volume_of_data"}
    return _plain(occasion, type="extension", facts=facts, body=_TEXT)


def _consent_to_extension(occasion: Occasion) -> Saying:
    facts: JsonObject = {"step": "consent", "until_day": occasion.facts["until_day"]}
    return _plain(occasion, type="extension", facts=facts)


def _final(occasion: Occasion, *, outcome: str) -> Saying:
    facts: dict[str, JsonValue] = {
        "step": "final",
        "outcome": outcome,
        "items": [_ITEM_OF.get(outcome, "refused")],
    }
    if outcome == "refused_full":
        facts |= {"ground": "national_security", "partial_possible": False, "ask_again": True}
    elif occasion.facts.get("kind") == "preservation":
        facts["expires_at"] = format_instant(occasion.now + timedelta(days=60))
    return _plain(occasion, type="response", facts=facts, body=_TEXT)


def _renew(occasion: Occasion) -> Saying:
    facts: JsonObject = {"until": format_instant(occasion.now + timedelta(days=90))}
    return _plain(occasion, type="renewal", facts=facts, body=_TEXT)


def _feedback(occasion: Occasion, *, usefulness: int) -> Saying:
    facts: dict[str, JsonValue] = {"step": "given", "usefulness": usefulness, "effects": ["none"]}
    if usefulness < 2:  # noqa: PLR2004 - what is of little use has to be explained
        facts["reasons"] = ["incomplete", "late"]
    return _plain(occasion, type="feedback", facts=facts, body=_TEXT)


def _inform(occasion: Occasion, *, form: str, stage: str = "") -> Saying:
    facts: dict[str, JsonValue] = {
        "form": form,
        "subject": SUBJECT,
        "commitment": COMMITMENT,
        "pieces": occasion.number % 7 + 1,
        "use": "intelligence_only",
    }
    if stage:
        facts |= {"stage": stage, "aware_at": format_instant(occasion.now - timedelta(hours=20))}
    title = f"Simulated: information {occasion.number}"
    return _plain(
        occasion, type="information", facts=facts, body={"title": title, **_DESK, **_TEXT}
    )


def _calendar(occasion: Occasion, *, closed: tuple[int, ...]) -> Saying:
    """State a working week and some closed days, by their distance from the start."""
    days: list[JsonValue] = [(START + timedelta(days=day)).date().isoformat() for day in closed]
    return _plain(
        occasion,
        type="calendar",
        facts={
            "weekend": [5, 6],
            "closed": days,
            "opened": [],
            "offsets": [{"from": format_instant(START), "minutes": 60 * (len(closed) - 4)}],
            "complete_until": (START + timedelta(days=200)).date().isoformat(),
        },
    )


def _dispute(occasion: Occasion) -> Saying:
    leaves: list[JsonValue] = [] if occasion.ref is None else [occasion.ref]
    facts: JsonObject = {"about": "statement", "leaves": leaves, **_MARKED}
    return Saying(type="dispute", facts=facts, body=_TEXT)


MOVES: Final[Mapping[str, Move]] = {
    **REQUESTS,
    **HOTLINE,
    **ASSESSMENTS,
    **CONCERNS,
    **CONTACTS,
    **DIALOGUE,
    "acknowledge": partial(_plain, type="acknowledgement", facts={"access": "direct"}, body=_DESK),
    "acknowledge.indirect": partial(
        _plain, type="acknowledgement", facts={"access": "indirect"}, body=_DESK
    ),
    "acknowledge.contest": partial(
        _plain,
        type="acknowledgement",
        facts={"access": "direct", "contests": "routine"},
        body={**_DESK, **_TEXT},
    ),
    "review_it": _status("under_review"),
    "accept": _status("accepted"),
    "execute": _status("in_execution"),
    "update": _status("update"),
    "enquire": _status("enquiry"),
    "reassign": _status("reassigned"),
    "postpone": _postponed,
    "resume": _status("resumed"),
    "reclassify": _status("reclassified", urgency="routine"),
    "remind": _status("reminder"),
    "lapse": _status("lapsed"),
    "close": _status("closed"),
    "reopen": _status("reopened"),
    "ask": partial(_ask, blocking=False),
    "ask.blocking": partial(_ask, blocking=True),
    "clarify": _answer,
    "allow_round": partial(_plain, type="clarification", facts={"step": "consent"}),
    "extend": partial(_extend, step="notice", days=25),
    "propose_extension": partial(_extend, step="proposal", days=35),
    "consent": _consent_to_extension,
    "interim": partial(_plain, type="response", facts={"step": "interim"}, body=_TEXT),
    "fulfil": partial(_final, outcome="fulfilled_full"),
    "fulfil.part": partial(_final, outcome="fulfilled_part"),
    "find_nothing": partial(_final, outcome="nil_return"),
    "refuse": partial(_final, outcome="refused_full"),
    "withdraw": partial(
        _plain, type="withdrawal", facts={"reason": "no_longer_needed"}, body=_TEXT
    ),
    "renew": _renew,
    "judge": partial(_feedback, usefulness=3),
    "judge.poor": partial(_feedback, usefulness=1),
    "reply": partial(_plain, type="feedback", facts={"step": "reply", "position": "contested"}),
    "inform": partial(_inform, form="news"),
    "inform.indicators": partial(_inform, form="indicators"),
    "warn_early": partial(_inform, form="incident", stage="early_warning"),
    "notify": partial(_inform, form="incident", stage="notification"),
    "report": partial(_inform, form="incident", stage="final_report"),
    "check": partial(_plain, type="check", facts={"step": "ask"}),
    "answer_check": partial(_plain, type="check", facts={"step": "answer"}),
    "calendar": partial(_calendar, closed=(10, 40, 41, 100)),
    "calendar.corrected": partial(_calendar, closed=(10, 40, 41, 100, 130)),
    "dispute": _dispute,
}
