"""The page of the desk's persons: roles, cover, roster, what waits, and the forms that change it.

Forms stand there for who may send them; the boundary and the fold judge each again.

Source: docs/spec/people.md; docs/spec/desk.md, "Persons".
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from servanda.core.identifiers import PartyId, format_instant
from servanda.core.people.actor import UNNAMED, Actor
from servanda.core.people.handovers import HandOver
from servanda.core.people.people import People, Person, Stretch
from servanda.core.people.roles import Role
from servanda.core.people.roster import Shift, shifts
from servanda.core.statements.codes import FOUR_EYES_TYPES
from servanda.interfaces.people_words import change_words, role_words
from servanda.interfaces.web.pages.door import Shown, page
from servanda.interfaces.web.pages.may_call import may_call
from servanda.interfaces.web.pages.person_changes import PATH, done_words, problem_words
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.words import word
from servanda.usecases.people.approve_draft import waiting_drafts
from servanda.usecases.people.done_before import newest_event
from servanda.usecases.people.hand_over import all_handovers
from servanda.usecases.people.read_people import read_people
from servanda.usecases.reading.show_request import NotThereError
from servanda.usecases.services import Services, require_node

ROSTER_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """Something that waits for a second person.

    Attributes:
        name: A ticket, or the number of an entry.
        what: What it is, in words.
        by: Who wrote or proposed it.
        since: Since when, as written.
        is_refused: Whether it goes back to who wrote it.
        is_change: Whether it is a change of persons.
        may_confirm: Whether the reader may agree to it.
        may_reject: Whether the reader may put it away.
    """

    name: str
    what: str
    by: str
    since: str
    is_refused: bool = False
    is_change: bool = False
    may_confirm: bool = False
    may_reject: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One box to tick.

    Attributes:
        code: What is sent.
        word: What is read.
        is_on: Whether it is ticked.
    """

    code: str
    word: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForms:
    """The forms about one person, for an administrator.

    Attributes:
        name: Of the person.
        roles: Those that there are; theirs are ticked.
        failures: Wrong passphrases in a row.
    """

    name: str
    roles: Sequence[Choice]
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleForms:
    """What the reader may do on the page.

    Attributes:
        name: Of the reader.
        seen: Up to which event the page was read; each form brings it back.
        administers: Whether they may add, change and remove persons.
        may_duty: Whether they may put persons on the roster.
        may_end: Entries of covers and duties that they may end.
        names: Who is at the desk.
        roles: For a new person.
        types: Of statements that two persons stand for.
        chosen: The person that the address names; None without.
        form: Name of the form that was not taken.
        typed: What it had in it.
        problem: Why it was not taken; empty if it was.
        done: What a form did; empty if nothing.
    """

    name: str
    seen: int
    administers: bool
    may_duty: bool
    may_end: Collection[int]
    names: Sequence[str]
    roles: Sequence[Choice]
    types: Sequence[Choice]
    chosen: PersonForms | None
    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        persons: Name and roles in words of who is at the desk.
        covers: Those that hold now.
        on_duty: Who is on duty now.
        roster: The shifts of the next days; empty where nobody is on the roster.
        four_eyes: Types that need two persons, in words.
        waiting: What waits for a second person.
        handover: The newest hand-over, without its words; None before the first.
        duties: That run or are to.
        forms: What the reader may do; None in a home without persons.
    """

    party: PartyId
    mode: str
    persons: Sequence[tuple[str, str]]
    covers: Sequence[Stretch]
    on_duty: Sequence[str]
    roster: Sequence[Shift]
    four_eyes: str
    waiting: Sequence[WaitingRow]
    handover: HandOver | None
    duties: Sequence[Stretch] = ()
    forms: PeopleForms | None = None


def read_people_visit(visit: Visit) -> PeoplePage:
    """Return the page as the reader may use it; nothing is changed by it."""
    people = read_people(visit.services)
    shown = read_people_page(visit.services, language=visit.language, actor=visit.actor)
    if not visit.actor.is_person:
        return shown
    return replace(shown, forms=_forms(people, visit=visit))


people_page = page("people")(read_people_visit)
SHOWN: Final = Shown(name="people", path=PATH, read=read_people_visit)


def read_people_page(services: Services, *, language: str, actor: Actor = UNNAMED) -> PeoplePage:
    """Return what the page shows now, in `language`: no word of a body or of a note."""
    node, now = require_node(services), services.clock.now()
    people = read_people(services)
    end = now + timedelta(days=ROSTER_DAYS)
    handovers = all_handovers(services)
    return PeoplePage(
        party=node.party,
        mode=node.mode,
        persons=[
            (one.name, role_words(one.roles, language=language))
            for one in people.persons.values()
            if one.is_active
        ],
        covers=[one for one in people.covers if one.end > now],
        duties=[one for one in people.duties if one.end > now],
        on_duty=people.on_duty(now),
        roster=shifts(people, start=now, end=end) if people.duties else (),
        four_eyes=", ".join(word(one, language=language) for one in sorted(people.four_eyes)),
        waiting=[*_waiting(people, actor=actor, services=services, language=language)],
        handover=handovers[-1] if handovers else None,
    )


def _waiting(
    people: People, *, actor: Actor, services: Services, language: str
) -> Sequence[WaitingRow]:
    may_confirm = actor.is_person and may_call("staff confirm", actor)
    changes = [
        WaitingRow(
            name=str(one.entry),
            what=change_words(one, language=language),
            by=one.by.name,
            since=format_instant(one.at),
            is_change=True,
            may_confirm=may_confirm and not one.by.eyes & actor.eyes,
            may_reject=may_confirm and (one.by.name == actor.name or not one.by.eyes & actor.eyes),
        )
        for one in people.waiting.values()
    ]
    drafts = [
        WaitingRow(
            name=one.record.ticket,
            what=word(one.statement.type, language=language),
            by=", ".join(sorted(one.record.eyes)),
            since=format_instant(one.record.written_at),
            is_refused=bool(one.record.refusal),
        )
        for one in waiting_drafts(services)
    ]
    return [*drafts, *changes]


def _forms(people: People, *, visit: Visit) -> PeopleForms:
    actor, typed, now = visit.actor, visit.typed, visit.services.clock.now()
    administers = may_call("staff add", actor)
    adding = typed.get("role", "").split("\n") if visit.form == "add-person" else ()
    return PeopleForms(
        name=actor.name,
        seen=newest_event(visit.services),
        administers=administers,
        may_duty=may_call("staff duty", actor),
        may_end=[
            one.entry
            for one in (*people.covers, *people.duties)
            if one.end > now and (administers or actor.name in {one.name, one.by})
        ],
        names=[one.name for one in people.persons.values() if one.is_active],
        roles=_roles(adding, language=visit.language),
        types=[
            Choice(code=one, word=word(one, language=visit.language), is_on=one in people.four_eyes)
            for one in sorted(FOUR_EYES_TYPES)
        ],
        chosen=_chosen(people, visit=visit),
        form=visit.form,
        typed=typed,
        problem=problem_words(visit.problem, language=visit.language),
        done=done_words(visit.language).get(visit.query.get("done", ""), ""),
    )


def _chosen(people: People, *, visit: Visit) -> PersonForms | None:
    name = visit.query.get("person", "")
    if not name:
        return None
    person = people.active(name)
    if person is None or not may_call("staff roles", visit.actor):
        raise NotThereError(f"there is no person {name}, or they are for an administrator")
    return PersonForms(
        name=person.name,
        roles=_roles(_ticked(person, visit=visit), language=visit.language),
        failures=visit.services.store.attempts(person.name).failures,
    )


def _ticked(person: Person, *, visit: Visit) -> Collection[str]:
    if visit.form == "give-roles":
        return visit.typed.get("role", "").split("\n")
    return [role.value for role in person.roles]


def _roles(on: Collection[str], *, language: str) -> Sequence[Choice]:
    return [
        Choice(code=role.value, word=word(role.value, language=language), is_on=role.value in on)
        for role in Role
    ]
