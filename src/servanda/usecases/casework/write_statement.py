"""From a worksheet to a statement: what is wrong with it, what would be signed, and sending it.

1. The form shows what the accord in force and the request allow.
2. Looking writes nothing: what would be signed is put together as it would be queued, and tried.
3. What is sent is the revision that was looked at; it is queued under the worksheet's ticket, so
   that a form that is sent twice says it once.

Source: docs/spec/desk.md, "Writing".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.core.accords.terms import Terms
from servanda.core.casework.case import Case
from servanda.core.casework.offered_moves import next_number, open_questions
from servanda.core.errors import InvalidInputError
from servanda.core.forms.inputs import FormSource
from servanda.core.forms.moves import MOVES, OPENINGS, Move
from servanda.core.forms.problems import Problem
from servanda.core.forms.typed import Misfit, Typed, find_misfits, read_typed
from servanda.core.identifiers import digest_from_hash
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.casework.incomplete_request import IncompleteRequestError
from servanda.usecases.exchange.queue_statement import (
    Composed,
    QueueResult,
    compose_statement,
    queue_statement,
    require_legal,
)
from servanda.usecases.people.hold_draft import needs_approval
from servanda.usecases.people.worksheets import Sheet, WorksheetChangedError
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.reading.show_request import NotThereError
from servanda.usecases.services import Services

_QUESTIONS, _ANSWERS, _TEXTS = "facts.questions", "facts.answers", "body.texts"
_ITEMS = "facts.items"
# Lists that a person can make longer, each with as many entries as one form has at most.
GROWING: Mapping[str, int] = {
    _QUESTIONS: 50,
    "body.items": 200,
    "body.elements.E11": 200,
    "body.elements.E12": 100,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a worksheet comes to.

    Attributes:
        misfits: Members that do not fit, by the path of their input.
        problems: What of the request form is broken.
        refusal: Why it cannot be said though its members fit; None where nothing stands against it.
        composed: What would be signed; None where anything of the above is there.
        needs_second: Whether it waits for a second person then.
    """

    misfits: Sequence[Misfit] = ()
    problems: Sequence[Problem] = ()
    refusal: InvalidInputError | None = None
    composed: Composed | None = None
    needs_second: bool = False


def move_named(name: str, *, is_about: bool) -> Move:
    """Return a form by its name.

    Raises:
        NotThereError: There is none.
    """
    found = (MOVES if is_about else OPENINGS).get(name)
    if found is None:
        raise NotThereError("no form of this name")
    return found


def form_source(sheet: Sheet, move: Move, *, case: Case | None, terms: Terms) -> FormSource:
    """Return what the inputs of a worksheet's form depend on (1)."""
    counts = {path: sheet.rows.get(path, 1) for path in GROWING}
    if move.type == "request":
        counts = {path: count for path, count in counts.items() if path != _QUESTIONS}
    else:
        counts = {_QUESTIONS: counts[_QUESTIONS]} if move.name == "ask" else {}
    if case is not None:
        if move.type == "response" and _ITEMS not in move.without:
            counts[_ITEMS] = case.items
        if move.name == "answer-questions":
            counts[_ANSWERS] = len(open_questions(case))
        if move.type == "clarification":
            counts[_TEXTS] = counts.get(_QUESTIONS, counts.get(_ANSWERS, 0))
    return FormSource(codes=terms, counts=counts, choices={})


def numbered(typed: Typed, move: Move, *, source: FormSource, case: Case | None) -> Typed:
    """Return what was typed, with the numbers of questions that nobody has to type.

    A question into whose row nothing was typed is none. An answer left empty is left open.
    """
    if case is None or move.name not in {"ask", "answer-questions"}:
        return typed
    list_ = _QUESTIONS if move.name == "ask" else _ANSWERS
    first = next_number(case)
    numbers = (
        range(first, first + source.counts.get(list_, 0))
        if move.name == "ask"
        else [one.number for one in open_questions(case)]
    )
    found = dict(typed)
    for row, number in enumerate(numbers):
        is_filled = any(
            any(values)
            for path, values in typed.items()
            if path.startswith((f"{list_}.{row}.", f"{_TEXTS}.{row}."))
            and not path.endswith(".number")
        )
        for path in (f"{list_}.{row}.number", f"{_TEXTS}.{row}.number"):
            found[path] = (str(number),) if is_filled else ()
    return found


def pair_of_sheet(sheet: Sheet, *, services: Services) -> PairRecord:
    """Return the pair that a worksheet is for.

    Raises:
        NotThereError: There is none any more.
    """
    pair = services.store.pair(sheet.own)
    if pair is None:
        raise NotThereError("no accord of this name")
    return pair


def terms_in_force(pair: PairRecord, *, services: Services) -> Terms:
    """Return the terms that a new statement stands under.

    Raises:
        NotThereError: No accord is in force.
    """
    version = read_pair_state(pair, services=services).newest_accord
    if version is None:
        raise NotThereError("no accord is in force")
    return version.accord.terms


def look_at_sheet(sheet: Sheet, *, case: Case | None, services: Services) -> Looked:
    """Return what a worksheet comes to; nothing is written (2)."""
    move = move_named(sheet.move, is_about=sheet.about is not None)
    pair = pair_of_sheet(sheet, services=services)
    source = form_source(sheet, move, case=case, terms=terms_in_force(pair, services=services))
    typed = numbered(sheet.typed, move, source=source, case=case)
    written = read_typed(typed, move, source)
    misfits = tuple(find_misfits(written, move))
    if misfits:
        return Looked(misfits=misfits)
    try:
        composed = compose_statement(
            type=move.type,
            facts=written.facts,
            body=written.body,
            ref=None if sheet.about is None else digest_from_hash(sheet.about),
            pair=pair,
            attachments=sheet.files,
            services=services,
        )
        require_legal(composed.draft, pair=pair, state=composed.state, services=services)
        held = needs_approval(move.type, state=composed.state, services=services)
    except IncompleteRequestError as error:
        return Looked(problems=error.checklist.problems)
    except InvalidInputError as error:
        return Looked(refusal=error)
    return Looked(composed=composed, needs_second=held)


def send_sheet(
    sheet: Sheet, *, revision: int, case: Case | None, services: Services
) -> QueueResult:
    """Queue what a worksheet holds, once, and throw it away (3).

    Args:
        sheet: As it is kept.
        revision: That was looked at.
        case: What it is about.
        services: The node's ports.

    Raises:
        WorksheetChangedError: It was saved since.
        InvalidInputError: As `queue_statement`.
    """
    if sheet.revision != revision:
        raise WorksheetChangedError(sheet)
    move = move_named(sheet.move, is_about=sheet.about is not None)
    pair = pair_of_sheet(sheet, services=services)
    source = form_source(sheet, move, case=case, terms=terms_in_force(pair, services=services))
    typed = numbered(sheet.typed, move, source=source, case=case)
    written = read_typed(typed, move, source)
    queued = queue_statement(
        type=move.type,
        facts=written.facts,
        body=written.body,
        ref=None if sheet.about is None else digest_from_hash(sheet.about),
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        attachments=sheet.files,
        ticket=sheet.ticket,
        services=services,
    )
    services.store.remove_worksheet(sheet.ticket)
    return queued
