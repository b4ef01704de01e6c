"""What persons do about each other by forms: agree to a change, stand in, be on duty, end it.

Source: docs/spec/people.md, "Changes", "Cover", "Duty".
"""

from django.http import HttpRequest, HttpResponse

from servanda.core.identifiers import format_instant
from servanda.core.people.events import (
    CHANGE_CONFIRMED,
    CHANGE_REJECTED,
    COVER_SET,
    DUTY_SET,
    ENDED,
)
from servanda.interfaces.web.pages.door import form
from servanda.interfaces.web.pages.people_page import SHOWN
from servanda.interfaces.web.pages.person_changes import change_once
from servanda.interfaces.web.pages.typed_fields import typed_instant, typed_name, typed_number
from servanda.usecases.people.change_people import (
    confirm_change,
    end_early,
    reject_change,
    set_cover,
    set_duty,
)
from servanda.usecases.services import Services


@form("confirm-change", on=SHOWN)
def confirm_change_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Agree to a change that somebody else proposed."""
    entry = typed_number(request, "entry")
    return change_once(
        request,
        CHANGE_CONFIRMED,
        {"entry": entry},
        do=lambda: confirm_change(entry, services=services),
        services=services,
    )


@form("reject-change", on=SHOWN)
def reject_change_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Put a change away that waits."""
    entry = typed_number(request, "entry")
    return change_once(
        request,
        CHANGE_REJECTED,
        {"entry": entry},
        do=lambda: reject_change(entry, services=services),
        services=services,
    )


@form("set-cover", on=SHOWN)
def set_cover_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Let a person stand in for one who is absent."""
    name, by = typed_name(request, "name"), typed_name(request, "by")
    start, end = typed_instant(request, "from"), typed_instant(request, "until")
    said = {"person": name, "from": format_instant(start), "until": format_instant(end), "by": by}
    return change_once(
        request,
        COVER_SET,
        said,
        do=lambda: set_cover(name, by=by, start=start, end=end, services=services),
        services=services,
    )


@form("set-duty", on=SHOWN)
def set_duty_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Put a person on the duty roster."""
    name = typed_name(request, "name")
    start, end = typed_instant(request, "from"), typed_instant(request, "until")
    said = {"person": name, "from": format_instant(start), "until": format_instant(end)}
    return change_once(
        request,
        DUTY_SET,
        said,
        do=lambda: set_duty(name, start=start, end=end, services=services),
        services=services,
    )


@form("end-stretch", on=SHOWN)
def end_stretch_form(request: HttpRequest, services: Services) -> HttpResponse:
    """End a cover or a duty before its time."""
    entry = typed_number(request, "entry")
    return change_once(
        request,
        ENDED,
        {"entry": entry},
        do=lambda: end_early(entry, services=services),
        services=services,
    )
