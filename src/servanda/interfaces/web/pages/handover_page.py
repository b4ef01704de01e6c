"""The page of the shift: what there is to hand over now, a note for it, and taking a shift over.

A confirmation carries the digest of what stood on the page; a form that is sent twice hands
nothing over twice.

Source: docs/spec/people.md, "Hand-over"; docs/spec/desk.md, "Hand-over".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse

from servanda.core.identifiers import PartyId
from servanda.core.people.handovers import why_not_confirmed
from servanda.interfaces.fault_texts import error_text
from servanda.interfaces.language import text
from servanda.interfaces.web.pages.door import Shown, form, page
from servanda.interfaces.web.pages.may_call import may_call
from servanda.interfaces.web.pages.typed_fields import (
    lead_back,
    typed_name,
    typed_number,
    typed_text,
)
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.people.hand_over import (
    MAX_NOTE_CHARACTERS,
    NoHandOverError,
    Written,
    all_handovers,
    begin_of_shift,
    confirm_handover,
    read_handover,
    write_handover,
)
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.shift import Shift, read_shift
from servanda.usecases.services import Services, require_node

PATH: Final = "/handover"
MOST_SHOWN: Final = 50
NEXT_SHIFT: Final = timedelta(hours=8)
_WRITTEN, _CONFIRMED = "written", "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        shift: What there is to hand over now; None for who may not read it.
        last: The newest hand-over, with its words; None before the first, or for who may not.
        seen: Number of the newest hand-over; 0 before the first.
        may_write: Whether the reader may hand over.
        may_confirm: Whether the reader may take the newest one over.
        names: Who may take it over by name.
        note: Typed into the form that was not taken.
        to: Likewise.
        most: Characters of a note.
        most_shown: Rows of a list.
        problem: Why a form was not taken; empty if it was.
        done: What a form did; empty if nothing.
    """

    party: PartyId
    mode: str
    shift: Shift | None
    last: Written | None
    seen: int
    may_write: bool
    may_confirm: bool
    names: Sequence[str]
    note: str
    to: str
    problem: str
    done: str
    most: int = MAX_NOTE_CHARACTERS
    most_shown: str = f":{MOST_SHOWN}"


def read_handover_page(visit: Visit) -> HandoverPage:
    """Return the page as the reader may use it; nothing is changed by it."""
    services, actor = visit.services, visit.actor
    node, people, known = require_node(services), read_people(services), all_handovers(services)
    last = read_handover(None, services=services) if known and visit.reads_bodies else None
    done = {
        _WRITTEN: text("The shift is handed over; the next officer confirms it."),
        _CONFIRMED: text("Confirmed; the shift is yours."),
    }
    return HandoverPage(
        party=node.party,
        mode=node.mode,
        shift=_shift(services) if visit.reads_bodies else None,
        last=last,
        seen=known[-1].entry if known else 0,
        may_write=actor.is_person and may_call("handover write", actor),
        may_confirm=last is not None
        and actor.is_person
        and may_call("handover confirm", actor)
        and not why_not_confirmed(last.handover, by=actor, digest=last.handover.digest),
        names=[one.name for one in people.persons.values() if one.is_active],
        note=visit.typed.get("note", ""),
        to=visit.typed.get("to", ""),
        problem="" if visit.problem is None else error_text(visit.problem),
        done=done.get(visit.query.get("done", ""), ""),
    )


handover_page = page("handover")(read_handover_page)
_SHOWN: Final = Shown(name="handover", path=PATH, read=read_handover_page)


@form("write-handover", on=_SHOWN)
def write_handover_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Hand the shift over as it stands now, with a note."""
    note = typed_text(request, "note", most=MAX_NOTE_CHARACTERS)
    to, seen = typed_name(request, "to"), typed_number(request, "seen")
    if not _was_written(note, to, seen=seen, services=services):
        write_handover(note=note, to=to, since=None, length=NEXT_SHIFT, services=services)
    return lead_back(request, PATH, {"done": _WRITTEN})


@form("confirm-handover", on=_SHOWN)
def confirm_handover_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Take over the shift that was shown."""
    entry, digest = typed_number(request, "entry"), typed_name(request, "digest")
    actor = services.acting.actor
    one = next((one for one in all_handovers(services) if one.entry == entry), None)
    if one is None or one.digest != digest:
        raise NoHandOverError("it is another than the one that was shown")
    if one.confirmed_by != actor:
        confirm_handover(entry, services=services)
    return lead_back(request, PATH, {"done": _CONFIRMED})


def _shift(services: Services) -> Shift:
    return read_shift(
        since=begin_of_shift(services), length=NEXT_SHIFT, follow=False, services=services
    )


def _was_written(note: str, to: str, *, seen: int, services: Services) -> bool:
    """Return whether whoever acts handed just this over since they read the page."""
    actor = services.acting.actor
    return any(
        one.by == actor
        and one.to == to
        and read_handover(one.entry, services=services).note == note
        for one in all_handovers(services)
        if one.entry > seen
    )
