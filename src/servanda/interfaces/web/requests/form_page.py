"""What a form is for, and the page that shows it with what was typed.

Source: docs/spec/desk.md, "Writing".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.core.accords.terms import Terms
from servanda.core.casework.case import Case
from servanda.core.casework.offered_moves import offered_moves, open_questions
from servanda.core.errors import InvalidInputError
from servanda.core.forms.inputs import inputs_of
from servanda.core.forms.moves import Move
from servanda.core.identifiers import Digest, Origin, PartyId
from servanda.interfaces.fault_texts import error_text, fault_text
from servanda.interfaces.field_words import field_words, move_words
from servanda.interfaces.form_words import problem_words
from servanda.interfaces.web.requests.addresses import request_address, write_address
from servanda.interfaces.web.requests.form_fields import FormGroup, field_id, form_groups
from servanda.interfaces.words import word
from servanda.usecases.casework.write_statement import (
    GROWING,
    Looked,
    form_source,
    move_named,
    terms_in_force,
)
from servanda.usecases.people.worksheets import Sheet
from servanda.usecases.reading.show_request import NotThereError, RequestView, show_request
from servanda.usecases.services import Services, require_node, require_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One line of the error summary: what is wrong, and the id of its field; empty without one."""

    words: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherVersion:
    """One input of which two versions are there: what was typed here, and what is kept."""

    label: str
    here: str
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        title: What the form is called.
        to: The counterpart.
        accord: Under which accord.
        about: The page of what it is about; empty where it opens a case.
        action: Where the form is sent to.
        sheet: What it holds.
        rows: How many entries each list of it has.
        groups: Its fields.
        problems: What is wrong, in the order of the form.
        conflicts: Of a saving over an older revision; else empty.
        kept: Whether what is shown was kept.
        cover: In whose place it is written; empty for nobody's.
    """

    party: PartyId
    mode: str
    title: str
    to: PartyId
    accord: str
    about: str
    action: str
    sheet: Sheet
    rows: Sequence[tuple[str, int]]
    groups: Sequence[FormGroup]
    problems: Sequence[Problem] = ()
    conflicts: Sequence[OtherVersion] = ()
    kept: bool = False
    cover: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDesk:
    """What a form is for, and who reads it.

    Attributes:
        move: Which form.
        own: Our log.
        view: The request it is about; None where it opens a case.
        terms: Of the accord in force.
        language: Of the reader.
        services: Of this visit.
    """

    move: Move
    own: Origin
    view: RequestView | None
    terms: Terms
    language: str
    services: Services

    @property
    def case(self) -> Case | None:
        """What it is about."""
        return None if self.view is None else self.view.case

    @property
    def address(self) -> str:
        """The page of the request that it is about; empty where it opens a case."""
        if self.about is None:
            return ""
        return request_address(self.own.to_party, self.about, language=self.language)

    @property
    def about(self) -> Digest | None:
        """Leaf hash of that."""
        return None if self.view is None else self.view.leaf


def desk_about(named: Mapping[str, str], *, language: str, services: Services) -> FormDesk:
    """Return what a form about a request is for.

    Raises:
        NotThereError: There is no such request or form, or the move is not open to us.
    """
    view = show_request(
        named["counterpart"], bytes.fromhex(named["case"]), reads_bodies=True, services=services
    )
    move = move_named(named["move"], is_about=True)
    us = view.pair.own.from_party
    offered = () if view.case is None else offered_moves(view.case, us=us, at=services.clock.now())
    if move not in offered:
        raise NotThereError("the move is not open to us")
    terms = terms_in_force(view.pair, services=services)
    return FormDesk(
        move=move,
        own=view.pair.own,
        view=view,
        terms=terms,
        language=language,
        services=services,
    )


def desk_for_new(
    name: str, query: Mapping[str, str], *, language: str, services: Services
) -> FormDesk:
    """Return what a form is for that opens a case.

    Raises:
        NotThereError: There is no such form, or it is not said to whom.
    """
    move = move_named(name, is_about=False)
    party, accord = query.get("with", ""), query.get("accord", "")
    try:
        pair = require_pair(
            services,
            counterpart=PartyId(party) if party else None,
            accord_name=accord or None,
        )
    except InvalidInputError as error:
        raise NotThereError("no accord of this name") from error
    return FormDesk(
        move=move,
        own=pair.own,
        view=None,
        terms=terms_in_force(pair, services=services),
        language=language,
        services=services,
    )


def write_page_of(
    desk: FormDesk,
    sheet: Sheet,
    *,
    problems: Sequence[Problem] = (),
    looked: Looked | None = None,
    kept: bool = False,
) -> WritePage:
    """Return the page of a form with what `sheet` holds."""
    node = require_node(desk.services)
    source = form_source(sheet, desk.move, case=desk.case, terms=desk.terms)
    errors = {
        one.path: fault_text(one.fault, language=desk.language)
        for one in (() if looked is None else looked.misfits)
    }
    groups = form_groups(
        inputs_of(desk.move, source),
        move=desk.move,
        typed=sheet.typed,
        errors=errors,
        entry_hints=_entry_hints(desk),
        growing=frozenset(GROWING) & source.counts.keys(),
        language=desk.language,
    )
    address = write_address(desk.own, desk.about, desk.move.name, language=desk.language)
    path, _, query = address.partition("?")
    return WritePage(
        party=node.party,
        mode=node.mode,
        title=move_words(desk.move.name, language=desk.language),
        to=desk.own.to_party,
        accord=desk.own.accord_name,
        about=desk.address,
        action=f"{path}/save?{query}",
        sheet=sheet,
        rows=[(path, source.counts[path]) for path in GROWING if path in source.counts],
        groups=groups,
        problems=problems,
        kept=kept,
    )


def problems_of(looked: Looked, desk: FormDesk, sheet: Sheet) -> list[Problem]:
    """Return the lines of the error summary, each with the field that it is about."""
    language = desk.language
    found = [
        Problem(
            words=f"{field_words(one.path, language=language)}: "
            f"{fault_text(one.fault, language=language)}",
            field=field_id(one.path),
        )
        for one in looked.misfits
    ]
    source = form_source(sheet, desk.move, case=desk.case, terms=desk.terms)
    paths = [one.path for one in inputs_of(desk.move, source)]
    found += [
        Problem(
            words=problem_words(one, language=language),
            field=_field_of_element(one.element, paths),
        )
        for one in looked.problems
    ]
    if looked.refusal is not None:
        found.append(Problem(words=error_text(looked.refusal, language=language), field=""))
    return found


_PLACES: Mapping[str, str] = {
    "E01": "body.authority",
    "E04": "facts.commitment",
    "E05": "body.brief_facts",
    "E08": "body.items.0.sought",
    "E09": "body.items.0.link",
    "E20": "facts.use",
}


def _field_of_element(element: str, paths: Sequence[str]) -> str:
    """Return the id of the first field at which an element is filled in; empty without one."""
    wanted = _PLACES.get(element, f"body.elements.{element}")
    found = next((one for one in paths if one == wanted or one.startswith(f"{wanted}.")), "")
    return field_id(found) if found else ""


def _entry_hints(desk: FormDesk) -> Mapping[str, str]:
    """Return, by group, what is answered: a question as it was asked."""
    view = desk.view
    if view is None or view.case is None or desk.move.name != "answer-questions":
        return {}
    texts = question_texts(view)
    return {
        f"questions.{row}": " · ".join(
            (
                str(one.number),
                one.element,
                word(one.defect, language=desk.language),
                texts.get(one.number, ""),
            )
        ).rstrip(" ·")
        for row, one in enumerate(open_questions(view.case))
    }


def question_texts(view: RequestView) -> Mapping[int, str]:
    """Return the words of the questions about a request, by number; of those that are held."""
    found: dict[int, str] = {}
    for entry in view.entries:
        header = entry.statement.header
        if header.type != "clarification" or header.facts.get("step") != "ask":
            continue
        texts = (entry.body or {}).get("texts")
        for one in texts if isinstance(texts, list) else ():
            if isinstance(one, dict) and isinstance(one.get("number"), int):
                found[int(str(one["number"]))] = str(one.get("text", ""))
    return found
