"""Play the injects of our side that are due: ordinary statements through the ordinary queue.

Source: docs/spec/exercises.md, "Playing".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.errors import InvalidInputError
from servanda.core.exercises.report import AfterAction, Place, PlayedInject
from servanda.core.exercises.scripted_statement import scripted_statement
from servanda.core.identifiers import Digest, digest_from_hash, digest_of
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.exercises.report_exercise import Script, report_exercise
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services

_TICKET_DIGITS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectResult:
    """What became of one inject of ours that is due.

    Attributes:
        id: Which.
        ticket: Of its statement; empty where we are only told something.
        queued: Whether the statement was queued just now.
        told: What we are told, by language; empty of a statement.
        trouble: Why its statement could not be queued, or None.
    """

    id: str
    ticket: str
    queued: bool
    told: Mapping[str, str]
    trouble: InvalidInputError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayResult:
    """What a round of an exercise came to.

    Attributes:
        injects: Those of ours that are due.
        next_at: When the next one of ours is due, as far as that is known; None: none is.
        report: How the exercise stands.
    """

    injects: Sequence[InjectResult]
    next_at: datetime | None
    report: AfterAction


def play_due_injects(script: Script, pair: PairRecord, *, services: Services) -> PlayResult:
    """Queue every inject of ours that is due and was not said; tell what we are told.

    One that is refused does not stop the others. Asking again queues nothing twice.

    Raises:
        InvalidInputError: As `report_exercise`.
    """
    report = report_exercise(script, pair, services=services)
    ours = [one for one in report.injects if one.party == pair.own.from_party]
    due = [one for one in ours if one.due_at is not None and one.due_at <= report.at]
    later = [one.due_at for one in ours if one.due_at is not None and one.due_at > report.at]
    return PlayResult(
        injects=[*_played(due, script, pair, report, services)],
        next_at=min(later, default=None),
        report=report,
    )


def _played(
    due: Sequence[PlayedInject],
    script: Script,
    pair: PairRecord,
    report: AfterAction,
    services: Services,
) -> Iterator[InjectResult]:
    places = _places(report)
    for one in due:
        inject = one.inject
        if not inject.type:
            words = script.scenario.words(inject.id)
            yield InjectResult(id=inject.id, ticket="", queued=False, told=words)
        elif one.played_at is None and (not inject.about or inject.about in places):
            ref = _leaf(places[inject.about], pair, services) if inject.about else None
            yield _queue(one, script, pair, report, ref=ref, services=services)


def _queue(
    one: PlayedInject,
    script: Script,
    pair: PairRecord,
    report: AfterAction,
    *,
    ref: Digest | None,
    services: Services,
) -> InjectResult:
    said = scripted_statement(
        one.inject, words=script.scenario.words(one.inject.id), start=report.started_at
    )
    name = f"{pair.own} {one.inject.id}".encode()
    ticket = f"exercise-{digest_of(name).removeprefix('sha256:')[:_TICKET_DIGITS]}"
    try:
        queued = queue_statement(
            type=said.type,
            facts=said.facts,
            body=said.body,
            ref=ref,
            counterpart=pair.counterpart,
            accord_name=pair.own.accord_name,
            ticket=ticket,
            services=services,
        )
    except InvalidInputError as error:
        return InjectResult(id=one.inject.id, ticket="", queued=False, told={}, trouble=error)
    return InjectResult(id=one.inject.id, ticket=queued.ticket, queued=queued.queued, told={})


def _places(report: AfterAction) -> Mapping[str, Place]:
    """Return where the statement of each inject and expectation stands, by its name."""
    injects = {one.inject.id: one.place for one in report.injects}
    tested = {one.expectation.id: one.place for one in report.tested}
    return {name: place for name, place in {**injects, **tested}.items() if place is not None}


def _leaf(place: Place, pair: PairRecord, services: Services) -> Digest:
    origin = pair.own if place.party == pair.own.from_party else pair.own.reverse
    (record,) = services.store.leaves(origin, place.index, place.index + 1)
    return digest_from_hash(record.leaf_hash)
