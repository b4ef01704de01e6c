"""Codings for tests: everything shown, and what a test changes."""

from datetime import UTC, datetime

from servanda.core.canonical import JsonObject, JsonValue
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.incidents.elements import ElementName

SPAN = "quotation:" + "ab" * 32 + ":10-90"
OTHER_SPAN = "claim:" + "cd" * 32 + ":5-40"
KEY = "incident:shipyard"


def coding(*, settles: JsonValue = False, **changed: JsonValue) -> JsonObject:
    """Return a coding in which every element is shown; keywords change elements or members."""
    elements: dict[str, JsonValue] = {
        name.value: {"value": "shown", "spans": [SPAN, OTHER_SPAN]} for name in ElementName
    }
    members: dict[str, JsonValue] = {
        "title": "Break-in at a shipyard",
        "started": {"earliest": "2025-10-01", "latest": "2025-10-20"},
        "elements": elements,
        "purpose": "commercial_advantage",
        "result": "exfil_shown",
        "victim": "company",
        "sector": "shipbuilding",
        "attribution": {"status": "withheld", "on": "2025-11-01"},
    }
    for name, value in changed.items():
        if name in elements:
            elements[name] = {"value": value, "spans": [SPAN]}
        else:
            members[name] = value
    if settles is not False:
        members["settles"] = settles
    return members


def coded(*codings: tuple[str, JsonObject], key: str = KEY) -> tuple[Decision, ...]:
    """Return `code` decisions by persons, in order."""
    chain: list[Decision] = []
    for number, (by, value) in enumerate(codings):
        chain.append(
            Decision(
                number=number,
                prev=chain[-1].digest if chain else None,
                at=datetime(2025, 11, 20, 9, number, tzinfo=UTC),
                by=by,
                verb=Verb.CODE,
                target=key,
                value=value,
                reason="From the reports.",
            )
        )
    return tuple(chain)
