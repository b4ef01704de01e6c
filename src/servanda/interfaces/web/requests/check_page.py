"""The page on which answers are checked before anything is signed, and sending what was checked.

It shows exactly what stands in clear for ever and what is sealed, as it would be queued now, and
names the revision that it shows: only that one is sent, and only once.

Source: docs/spec/desk.md, "Checking the answers".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.casework.case import Case
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import PartyId, digest_from_hash
from servanda.interfaces.fault_texts import error_text
from servanda.interfaces.field_words import field_words, move_words
from servanda.interfaces.web.pages.door import form, page
from servanda.interfaces.web.pages.visit import Visit, frame, language_of
from servanda.interfaces.web.requests.addresses import (
    request_address,
    ticket_address,
    write_address,
)
from servanda.interfaces.words import word
from servanda.usecases.casework.write_statement import Looked, look_at_sheet, send_sheet
from servanda.usecases.people.worksheets import (
    NoWorksheetError,
    Sheet,
    WorksheetChangedError,
    discard_sheet,
    open_sheet,
)
from servanda.usecases.reading.show_request import NotThereError, show_request
from servanda.usecases.services import Services, require_node

# No worksheet is saved so often that its revision needs more digits.
_REVISION = re.compile(r"[0-9]{1,9}", re.ASCII)
_CONFLICT = 409
_UNFIT = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """One member as it will stand: its path, what it asks for, and the value in words."""

    path: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What would be signed.

    Attributes:
        type: Of the statement, in words.
        clear: What stands in clear.
        clear_bytes: The facts as they are signed.
        has_body: Whether something is sealed, of which a digest stands in clear.
        sealed: What is sealed.
        sealed_bytes: The members of the body as they are sealed.
        needs_second: Whether a second person has to approve it first.
    """

    type: str
    clear: Sequence[SaidRow]
    clear_bytes: str
    has_body: bool
    sealed: Sequence[SaidRow]
    sealed_bytes: str
    needs_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        title: What the form is called.
        to: The counterpart.
        accord: Under which accord.
        about: Leaf hash of what it is about; empty where it opens a case.
        sheet: What is checked.
        change: Where it is changed.
        back: Where it leads that is not sent; the request, or the form.
        said: What would be signed; None where it cannot be sent, and the form says why.
        problem: Why it was not sent; empty if nothing was tried.
        cover: In whose place it is said; empty for nobody's.
    """

    party: PartyId
    mode: str
    title: str
    to: PartyId
    accord: str
    about: str
    sheet: Sheet
    change: str
    back: str
    said: Said | None = None
    problem: str = ""
    cover: str = ""


@page("check-answers")
def check_page(visit: Visit) -> object:
    """Show what would be signed; nothing is written by it."""
    sheet = _sheet(visit.named["ticket"], services=visit.services)
    return check_page_of(sheet, language=visit.language, services=visit.services)


@form("send-statement")
def send_form(request: HttpRequest, services: Services, **named: str) -> HttpResponse:
    """Queue what was checked, once; a form that is sent again leads to the same statement."""
    ticket, language = named["ticket"], language_of(request)
    actor = services.acting.actor
    if _was_sent(ticket, services=services):
        return HttpResponseRedirect(ticket_address(ticket, language=language))
    sheet = _sheet(ticket, services=services)
    said = request.POST.get("revision", "")
    revision = int(said) if _REVISION.fullmatch(said) else 0  # 0: of none that was saved
    try:
        send_sheet(
            sheet, revision=revision, case=_case(sheet, services=services), services=services
        )
    except WorksheetChangedError as error:
        return _refused(request, sheet, error, status=_CONFLICT, services=services)
    except InvalidInputError as error:
        return _refused(request, sheet, error, status=_UNFIT, services=services)
    return HttpResponseRedirect(ticket_address(ticket, language=language, cover=actor.cover))


@form("discard-statement")
def discard_form(request: HttpRequest, services: Services, **named: str) -> HttpResponse:
    """Throw away what was typed."""
    language = language_of(request)
    sheet = _sheet(named["ticket"], services=services)
    discard_sheet(sheet, services=services)
    about = None if sheet.about is None else digest_from_hash(sheet.about)
    return HttpResponseRedirect(
        f"/work?lang={language}"
        if about is None
        else request_address(sheet.own.to_party, about, language=language)
    )


def check_page_of(
    sheet: Sheet, *, language: str, services: Services, problem: str = ""
) -> CheckPage:
    """Return the page that shows what `sheet` comes to."""
    node = require_node(services)
    looked = look_at_sheet(sheet, case=_case(sheet, services=services), services=services)
    about = None if sheet.about is None else digest_from_hash(sheet.about)
    change = write_address(
        sheet.own,
        about,
        sheet.move,
        language=language,
        cover=services.acting.actor.cover,
    )
    party = sheet.own.to_party
    return CheckPage(
        party=node.party,
        mode=node.mode,
        title=move_words(sheet.move, language=language),
        to=party,
        accord=sheet.own.accord_name,
        about=about or "",
        sheet=sheet,
        change=change,
        back=change if about is None else request_address(party, about, language=language),
        problem=problem,
        cover=services.acting.actor.cover,
        said=_said(looked, language=language),
    )


def _said(looked: Looked, *, language: str) -> Said | None:
    if looked.composed is None:
        return None
    draft = looked.composed.draft
    body = {} if draft.body is None else _without_files(canonical.parse_object(draft.body))
    return Said(
        type=word(draft.type, language=language),
        clear=[*rows_of_members(draft.facts, "facts", language=language)],
        clear_bytes=canonical.encode(draft.facts).decode(),
        has_body=draft.body is not None,
        sealed=[*rows_of_members(body, "body", language=language)],
        sealed_bytes=orjson.dumps(body, option=orjson.OPT_INDENT_2).decode() if body else "",
        needs_second=looked.needs_second,
    )


def rows_of_members(value: JsonValue, path: str, *, language: str) -> Iterator[SaidRow]:
    """Yield every member with its value in words: codes by their words, texts as they are."""
    match value:
        case dict() | Mapping():
            for name, member in value.items():
                yield from rows_of_members(member, f"{path}.{name}", language=language)
        case list() if any(isinstance(one, dict | list) for one in value):
            for number, member in enumerate(value):
                yield from rows_of_members(member, f"{path}.{number}", language=language)
        case _:
            yield SaidRow(
                path=path,
                label=field_words(path, language=language),
                value=_words(value, language=language),
            )


def _words(value: JsonValue, *, language: str) -> str:
    match value:
        case bool():
            return word("yes" if value else "no", language=language)
        case list():
            return ", ".join(_words(one, language=language) for one in value)
        case str():
            return word(value, language=language)
        case _:
            return str(value)


def _without_files(body: JsonObject) -> JsonObject:
    """Return a body without what opens its attachments, which is a secret."""
    return {name: member for name, member in body.items() if name != "files"}


def _sheet(ticket: str, *, services: Services) -> Sheet:
    """Return a worksheet of whoever acts.

    Raises:
        NotThereError: There is none of this name that is theirs.
    """
    actor = services.acting.actor
    try:
        return open_sheet(ticket, person=actor.name, services=services)
    except NoWorksheetError as error:
        raise NotThereError("no worksheet of this name") from error


def _case(sheet: Sheet, *, services: Services) -> Case | None:
    if sheet.about is None:
        return None
    view = show_request(sheet.own.to_party, sheet.about, reads_bodies=False, services=services)
    return view.case


def _was_sent(ticket: str, *, services: Services) -> bool:
    known = services.store.ticket(ticket)
    return (known is not None and not known.trouble) or (
        services.store.draft(ticket) is not None and services.store.worksheet(ticket) is None
    )


def _refused(
    request: HttpRequest,
    sheet: Sheet,
    error: InvalidInputError,
    *,
    status: int,
    services: Services,
) -> HttpResponse:
    language = language_of(request)
    shown = check_page_of(
        sheet, language=language, services=services, problem=error_text(error, language=language)
    )
    context = {**frame(request, here=""), "page": shown}
    return render(request, "pages/check-answers.html", context, status=status)
