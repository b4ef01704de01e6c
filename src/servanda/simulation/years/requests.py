"""The requests of a simulated year, complete by their form; nothing in them is real."""

from collections.abc import Callable
from functools import partial

from servanda.core.canonical import JsonObject
from servanda.core.forms.said import said_elements
from servanda.simulation.filled_form import filled_body
from servanda.simulation.years.accord import COMMITMENT, SUBJECT
from servanda.simulation.years.saying import Occasion, Saying

_SOUGHT = {
    "information_request": "Subscriber of the account",
    "preservation": "The records of the account",
    "mitigation": "Stop the traffic from the address",
    "investigation": "Hear the subscriber as a witness",
}
_CRITERIA = {"urgent": "loss_of_data", "emergency": "risk_to_life_or_safety"}


def request(
    occasion: Occasion, *, kind: str, urgency: str = "routine", loses_body: bool = False
) -> Saying:
    """Return a request of `kind`, about what the occasion names, if it names anything."""
    body = filled_body(
        kind=kind,
        title=f"Simulated: matter {occasion.number}",
        authority="A simulated authority",
        file_number=f"S-{occasion.number}",
        brief_facts=f"An invented account was taken over from 192.0.2.{occasion.number % 250}.",
        sought=(_SOUGHT[kind],),
    )
    facts: JsonObject = {
        "kind": kind,
        "urgency": urgency,
        "commitment": COMMITMENT,
        "subject": SUBJECT,
        "items": 1,
        "use": "investigative",
        "tlp": "amber",
        **({"criterion": _CRITERIA[urgency]} if urgency in _CRITERIA else {}),
    }
    elements = said_elements(facts=facts, body=body, has_files=False)
    return Saying(
        type="request",
        facts={**facts, "elements": elements},
        body=body,
        ref=occasion.ref,
        loses_body=loses_body,
    )


REQUESTS: dict[str, Callable[[Occasion], Saying]] = {
    "request.information": partial(request, kind="information_request"),
    "request.urgent": partial(request, kind="information_request", urgency="urgent"),
    "request.emergency": partial(request, kind="information_request", urgency="emergency"),
    "request.preservation": partial(request, kind="preservation"),
    "request.mitigation": partial(request, kind="mitigation", urgency="urgent"),
    "request.investigation": partial(request, kind="investigation"),
    "request.unreadable": partial(request, kind="information_request", loses_body=True),
}
