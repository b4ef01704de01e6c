"""A request that is complete by the form, for simulated parties: nothing in it is real.

The same request may be made many times in a simulation, which a desk would not do; so it sets
rule R10 aside with a reason, as a desk would have to.
"""

from typing import Final

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.forms.elements import CONDITIONAL, elements_of

OFFICER_UNTIL: Final = "2035-12-31T00:00:00Z"
_PERIOD: Final = ("2025-11-03T00:00:00Z", "2025-11-17T00:00:00Z")
_TEXTS: Final[JsonObject] = {
    "E03": "Section 12 of the invented Code of Criminal Procedure.",
    "E06": "Unlawful access, section 202 of the invented Criminal Code, up to five years.",
    "E07": "To find who used the account.",
    "E10": "A provider in your territory, which the records of ours name.",
    "E11": [{"type": "account", "value": "account-4711", "at": "2025-11-05T20:14:00Z"}],
    "E12": [{"capacity": "unknown", "text": "Whoever used the account."}],
    "E13": "Nobody else holds the records.",
    "E14": {
        "facts": "The records are overwritten after ninety days.",
        "whose_risk": "Patients of one hospital.",
        "by_when": "Within two days.",
    },
    "E16": {"follows_by": "2026-12-31"},
    "E17": {"days": 60, "risk": "The records are overwritten after ninety days."},
    "E18": {
        "measure": "Stop the traffic at its source.",
        "harm": "A public service fails again and again.",
        "side_effects": "None is expected.",
    },
    "E19": {"holder_may_be_told": True, "person_may_be_told": False},
    "E21": {"personal_data": True, "retain_until": "2031-12-31"},
    "E22": {"language": "en", "status": "authentic"},
    "E23": "Copies certified by the holder.",
    "E24": "none",
    "E25": {
        "name": "Duty officer (fictional)",
        "reach": "the duty line of the desk",
        "duty": True,
        "until": OFFICER_UNTIL,
    },
}
_CATEGORY: Final = {
    "information_request": "subscriber_data",
    "preservation": "traffic_data",
    "mitigation": "measure",
    "investigation": "testimony",
}


def filled_elements(kind: str) -> dict[str, JsonValue]:
    """Return the member `elements` of a complete request of `kind`."""
    return {
        element.id: _TEXTS[element.id] for element, _ in elements_of(kind) if element.id in _TEXTS
    }


def not_applicable(kind: str) -> list[JsonValue]:
    """Return the conditional elements that a request of `kind` here says do not apply."""
    return [
        element.id
        for element, requirement in elements_of(kind)
        if requirement.sign == CONDITIONAL and element.id not in _TEXTS
    ]


def filled_item(sought: str, *, kind: str, number: int = 1) -> dict[str, JsonValue]:
    """Return one item, complete: category, identifier, period and its link to the facts."""
    return {
        "sought": sought,
        "link": f"It was used for what the facts describe (item {number}).",
        "category": _CATEGORY[kind],
        "identifier": f"account-4711, part {number}",
        "from": _PERIOD[0],
        "until": _PERIOD[1],
    }


def filled_body(
    *,
    kind: str,
    title: str,
    authority: str,
    file_number: str,
    brief_facts: str,
    sought: tuple[str, ...],
) -> dict[str, JsonValue]:
    """Return the body of a complete request."""
    return {
        "title": title,
        "authority": authority,
        "file_number": file_number,
        "brief_facts": brief_facts,
        "items": [
            filled_item(one, kind=kind, number=number) for number, one in enumerate(sought, start=1)
        ],
        "elements": filled_elements(kind),
        "not_applicable": not_applicable(kind),
        "overrides": {"R10": "Simulated: the same request is made again and again."},
    }
