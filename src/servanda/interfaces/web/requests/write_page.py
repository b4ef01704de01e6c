"""The page of a form, and what its buttons do: keep what was typed, make room, check the answers.

1. Opening a form writes nothing. Its ticket is drawn with the page and names the worksheet from
   the first saving on.
2. What a person typed last into the same form is there again.
3. A saving over an older revision changes nothing; both versions are shown (409).
4. Whatever does not fit is shown with all that was typed (422).

Source: docs/spec/desk.md, "Writing".
"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import hash_from_digest
from servanda.interfaces.fault_texts import error_text
from servanda.interfaces.field_words import field_words
from servanda.interfaces.language import text
from servanda.interfaces.web.pages.door import form, page
from servanda.interfaces.web.pages.visit import Visit, frame, language_of
from servanda.interfaces.web.requests.addresses import check_address, write_address
from servanda.interfaces.web.requests.form_page import (
    FormDesk,
    OtherVersion,
    Problem,
    WritePage,
    desk_about,
    desk_for_new,
    problems_of,
    write_page_of,
)
from servanda.interfaces.web.requests.worksheet_form import CHECK, MORE, is_ticket, read_sent
from servanda.usecases.casework.write_statement import GROWING, look_at_sheet
from servanda.usecases.people.worksheets import (
    NoWorksheetError,
    Sheet,
    WorksheetChangedError,
    latest_sheet,
    new_sheet,
    save_sheet,
)
from servanda.usecases.reading.show_request import NotThereError
from servanda.usecases.services import Services

_CONFLICT = 409
_UNFIT = 422


@page("write")
def write_page(visit: Visit) -> object:
    """Show the form of a move on a request; nothing is written by it (1)."""
    desk = desk_about(visit.named, language=visit.language, services=visit.services)
    return _opened(visit, desk)


@page("write-new")
def write_new_page(visit: Visit) -> object:
    """Show the form of a new request, or of information; nothing is written by it (1)."""
    desk = desk_for_new(
        visit.named["move"], visit.query, language=visit.language, services=visit.services
    )
    return _opened(visit, desk)


@form("save-statement")
def save_statement_form(request: HttpRequest, services: Services, **named: str) -> HttpResponse:
    """Keep what was typed about a request, and do what the button says."""
    desk = desk_about(named, language=language_of(request), services=services)
    return _saved(request, desk)


@form("save-new")
def save_new_form(request: HttpRequest, services: Services, **named: str) -> HttpResponse:
    """Keep what was typed into a new request, and do what the button says."""
    desk = desk_for_new(
        named["move"], request.GET.dict(), language=language_of(request), services=services
    )
    return _saved(request, desk)


def _opened(visit: Visit, desk: FormDesk) -> WritePage:
    if not visit.actor.is_person:
        raise NotThereError("nobody has signed in")
    about = None if desk.about is None else hash_from_digest(desk.about)
    kept = latest_sheet(  # (2)
        desk.own,
        about=about,
        move=desk.move.name,
        person=visit.actor.name,
        services=visit.services,
    )
    if kept is None or visit.query.get("new"):
        kept = None
    sheet = kept or new_sheet(desk.own, about=about, move=desk.move.name, services=visit.services)
    shown = write_page_of(desk, sheet, kept=kept is not None)
    return replace(shown, cover=visit.actor.cover)


def _saved(request: HttpRequest, desk: FormDesk) -> HttpResponse:
    actor = desk.services.acting.actor
    ticket = request.POST.get("ticket", "")
    if not is_ticket(ticket):
        raise NotThereError("no worksheet of this name")
    about = None if desk.about is None else hash_from_digest(desk.about)
    empty = Sheet(ticket=ticket, own=desk.own, about=about, move=desk.move.name)
    sent = read_sent(request.POST, empty, move=desk.move, case=desk.case, terms=desk.terms)
    try:
        sheet = save_sheet(sent.sheet, person=actor.name, services=desk.services)
    except WorksheetChangedError as error:  # (3)
        return _conflicting(request, desk, sent.sheet, error.present)
    except NoWorksheetError as error:
        raise NotThereError("no worksheet of this name") from error
    except InvalidInputError as error:
        problem = Problem(words=error_text(error, language=desk.language), field="")
        return _shown(request, write_page_of(desk, sent.sheet, problems=[problem]), status=_UNFIT)
    if sent.button == MORE:
        return _back(desk, sheet, cover=actor.cover, anchor=request.POST.get(MORE, ""))
    if sent.button != CHECK:
        return _back(desk, sheet, cover=actor.cover)
    looked = look_at_sheet(sheet, case=desk.case, services=desk.services)
    if looked.composed is None:  # (4)
        problems = problems_of(looked, desk, sheet)
        shown = write_page_of(desk, sheet, problems=problems, looked=looked)
        return _shown(request, replace(shown, cover=actor.cover), status=_UNFIT)
    return HttpResponseRedirect(
        check_address(sheet.ticket, language=desk.language, cover=actor.cover)
    )


def _conflicting(request: HttpRequest, desk: FormDesk, here: Sheet, present: Sheet) -> HttpResponse:
    """Show what was typed here beside what is kept; saving again puts the former over it."""
    paths = [*dict.fromkeys((*here.typed, *present.typed))]
    conflicts = [
        OtherVersion(
            label=field_words(path, language=desk.language),
            here=", ".join(here.typed.get(path, ())),
            kept=", ".join(present.typed.get(path, ())),
        )
        for path in paths
        if tuple(here.typed.get(path, ())) != tuple(present.typed.get(path, ()))
    ]
    over = replace(here, revision=present.revision, files=present.files)
    problem = Problem(
        words=text(
            "This was saved from another window in between. Both versions are below; saving again "
            "puts what stands in this form over the other.",
            language=desk.language,
        ),
        field="",
    )
    shown = replace(write_page_of(desk, over, problems=[problem]), conflicts=conflicts)
    return _shown(request, shown, status=_CONFLICT)


def _shown(request: HttpRequest, shown: WritePage, *, status: int) -> HttpResponse:
    context = {**frame(request, here=""), "page": shown}
    return render(request, "pages/write.html", context, status=status)


def _back(desk: FormDesk, sheet: Sheet, *, cover: str, anchor: str = "") -> HttpResponse:
    address = write_address(
        desk.own, desk.about, desk.move.name, language=desk.language, cover=cover
    )
    # The button named a list that grows; its name is one of ours.
    last = f"#rows-{anchor.replace('.', '-')}" if anchor in GROWING else ""
    del sheet
    return HttpResponseRedirect(f"{address}{last}")
