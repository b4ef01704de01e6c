"""`servanda dialogue`: series, rounds, levels, outcomes and deliverables."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from servanda.core.dialogue.cadence import Drift
from servanda.core.dialogue.deliverables import Deliverable
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.rounds import Round
from servanda.core.dialogue.standstill import Standstill
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import digest_of
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import Brief
from servanda.documents.calendar.dialogue_calendar import dialogue_calendar
from servanda.interfaces.cli.agenda import register_agenda
from servanda.interfaces.cli.new_files import write_new
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.outcome_summary import register_summary
from servanda.interfaces.cli.outcome_verbs import register_outcome_verbs
from servanda.interfaces.cli.output import printable, show, table
from servanda.interfaces.cli.recorded_dialogue import (
    AsOf,
    Example,
    File,
    Told,
    parse_as_of,
    read_told,
)
from servanda.interfaces.cli.round_verbs import register_round_verbs
from servanda.interfaces.language import current_language, text
from servanda.interfaces.words import word

CalendarFile = Annotated[Path, typer.Option("--output", help=text("Write it to this new file."))]


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verbs to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("show", help=text("Show drift, levels, outcomes and what was promised."))(_show)
    group.command("calendar", help=text("Write its days as a calendar file."))(_calendar)
    register_round_verbs(group)
    register_outcome_verbs(group)
    register_summary(group)
    register_agenda(group)
    application.add_typer(group, name=name)


def _show(
    file: File = None,
    example: Example = False,
    as_of: AsOf = None,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    told = read_told(file, example=example, to=to, accord_name=accord_name)
    brief = compose_brief(
        told.record,
        edition=Edition.PARTY,
        language=current_language(),
        today=parse_as_of(as_of, told),
        is_published=told.is_published,
        mode=told.mode,
    )
    result = {**dialogue_members(told.record), **_unsettled(told)}
    show(result, as_json=as_json, lines=(*_lines(brief), *_waiting_lines(told)))


def _unsettled(told: Told) -> Mapping[str, object]:
    return {
        "waiting": [
            {
                "by": one.author,
                "deliverable": one.deliverable,
                "step": "proposed" if one.said is None else one.said.step,
            }
            for one in told.waiting
        ],
        "without_effect": told.without_effect,
    }


def _waiting_lines(told: Told) -> Iterator[str]:
    for one in told.waiting:
        template = (
            text("Waits for our word: {step} of {deliverable}")
            if one.author != told.own
            else text("Waits for the counterpart's word: {step} of {deliverable}")
        )
        step = word("proposed" if one.said is None else one.said.step)
        yield template.format(step=step, deliverable=one.deliverable)
    if told.without_effect:
        yield text("Statements without effect: {count}").format(count=told.without_effect)


def _calendar(
    output: CalendarFile,
    file: File = None,
    example: Example = False,
    as_of: AsOf = None,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    told = read_told(file, example=example, to=to, accord_name=accord_name)
    made = dialogue_calendar(
        told.record,
        language=current_language(),
        today=parse_as_of(as_of, told),
        mode=told.mode,
    )
    write_new(output, made)
    result = {"file": str(output), "size": len(made), "sha256": digest_of(made)}
    show(result, as_json=as_json, lines=[text("Written to {file}.").format(file=output)])


def _lines(brief: Brief) -> Iterator[str]:
    if brief.notice:
        yield brief.notice
    yield from (f"- {printable(one.text)}" for one in brief.sentences)
    for annex in brief.annexes:
        yield ""
        yield f"{annex.title}"
        for shown in annex.tables:
            yield f"  {shown.caption}"
            yield from table(shown.heading, shown.rows)


def dialogue_members(record: DialogueRecord) -> dict[str, Any]:
    """Return a dialogue as programs get it."""
    return {
        "parties": record.parties,
        "series": [
            {
                "name": one.name,
                "title": one.title,
                "replaces": one.replaces,
                "suspended": [_standstill(each) for each in one.standstills],
                "drifts": [
                    {
                        "round": found.round.key,
                        "days_of": found.parties,
                        "suspended_days": found.suspended_days,
                        "against": [_drift(drift) for drift in found.drifts],
                    }
                    for found in record.round_drifts(one.name)
                ],
                "level_changes": [
                    {
                        "round": change.round.key,
                        "party": change.party,
                        "before": change.before.name.lower(),
                        "now": change.now.name.lower(),
                    }
                    for change in record.level_changes(one.name)
                ],
                "next_due": [
                    {"due": each.due.isoformat(), "is_latest": each.is_latest}
                    for each in record.next_due(one.name, party=record.parties[0])
                ],
            }
            for one in record.living_series
        ],
        "rounds": [_round(one, record) for one in record.rounds],
        "deliverables": [_deliverable(one) for one in record.deliverables],
    }


def _standstill(one: Standstill) -> Mapping[str, object]:
    return {
        "leaf": one.leaf,
        "by": one.by,
        "is_of_accord": one.is_of_accord,
        "has_left": one.has_left,
        "since": one.since.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
    }


def _drift(drift: Drift) -> Mapping[str, object]:
    return {
        "since": drift.interval.since.isoformat(),
        "months": drift.interval.months,
        "due": drift.due.isoformat(),
        "held": drift.held.isoformat(),
        "days": drift.days,
        "is_latest": drift.is_latest,
    }


def _round(one: Round, record: DialogueRecord) -> Mapping[str, object]:
    return {
        "key": one.key,
        "series": one.series,
        "kind": one.kind,
        "state": one.state,
        "prepares": one.prepares,
        "sittings": {
            party: {
                "planned": None if sat.planned is None else sat.planned.isoformat(),
                "held": None if sat.held is None else sat.held.isoformat(),
                "place": sat.place,
                "released": None if sat.released is None else sat.released.isoformat(),
            }
            for party, sat in one.sittings.items()
        },
        "differences": one.differences,
        "levels": {party: one.level(party).name.lower() for party in record.parties},
        "outcomes": [
            {
                "key": row.key,
                "texts": {party: item.text for party, item in row.texts.items()},
                "only_in": row.only_in,
            }
            for row in record.outcome_rows(one.key)
        ],
        "source": one.source,
    }


def _deliverable(one: Deliverable) -> Mapping[str, object]:
    return {
        "key": one.key,
        "round": one.round_key,
        "owner": one.owner,
        "text": one.text,
        "acceptance_test": one.acceptance_test,
        "first_due": None if one.first_due is None else one.first_due.isoformat(),
        "due": None if one.due is None else one.due.isoformat(),
        "state": one.state,
        "carried_over": one.carried_over,
        "reports": len(one.progress),
        "without_effect": len(one.without_effect),
        "source": one.source,
    }
