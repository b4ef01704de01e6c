"""`servanda assessment`: draft a judgement on a commitment, comment on one, release it, read."""

from collections.abc import Iterator, Mapping
from typing import Annotated, cast

import typer

from servanda.core.assessments.assessment import Assessment
from servanda.core.assessments.side_by_side import SideBySide
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest, format_instant, parse_party
from servanda.interfaces.assessment_words import (
    AssessmentRow,
    assessment_row,
    assessment_rows,
    side_by_side_rows,
)
from servanda.interfaces.cli.judgement_files import given, read_parts
from servanda.interfaces.cli.neutral_assessment import register_neutral_verbs
from servanda.interfaces.cli.options import AccordName, AsJson, NoWait, Ticket, To, UntilReceipted
from servanda.interfaces.cli.output import printable, show, table
from servanda.interfaces.cli.saying import say_about
from servanda.interfaces.cli.session import opened, services
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.interfaces.language import text
from servanda.usecases.conduct.read_assessments import (
    PairAssessments,
    show_assessments,
    words_of_assessment,
)
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.reading.show_statement import leaf_named
from servanda.usecases.review.last_period import last_period
from servanda.usecases.services import Services, require_pair

Drafted = Annotated[
    str, typer.Argument(metavar="LEAF", help=text("The statement that drafted the assessment."))
]
Commitment = Annotated[str, typer.Option(help=text("The commitment that is assessed."))]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="INSTANT",
        help=text("Begin of the period; both by default as in the last cut."),
    ),
]
Until = Annotated[str | None, typer.Option(metavar="INSTANT", help=text("End of the period."))]
Value = Annotated[
    str, typer.Option(help=text("On the accord's scale, or not_assessable or disputed."))
]
Reasons = Annotated[str, typer.Option("--text", help=text("The reasons; sealed."))]
Confidence = Annotated[str | None, typer.Option(help=text("low, moderate or high."))]
Ground = Annotated[str | None, typer.Option(help=text("Why nothing can be assessed, as a code."))]
JudgementFile = Annotated[
    str | None,
    typer.Option(metavar="FILE", help=text("Elements, evidence and claims in a JSON file.")),
]
Evidence = Annotated[
    list[str] | None,
    typer.Option(metavar="sha256:…", help=text("Hash of a document used; repeatable.")),
]
Replaces = Annotated[
    str | None,
    typer.Option(metavar="LEAF", help=text("The assessment of ours that it replaces.")),
]
Tlp = Annotated[str, typer.Option(help=text("Who may see the body."))]
_TLP = "amber_strict"


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    group = typer.Typer(help=summary, no_args_is_help=True)
    group.command("draft", help=text("Send a draft to the other side for comment."))(_draft)
    group.command("comment", help=text("Comment on a draft of the other side."))(_comment)
    group.command("release", help=text("Release a draft of ours as it was drafted."))(_release)
    group.command("list", help=text("Show the assessments side by side."))(_list)
    group.command("show", help=text("Show one assessment with its reasons."))(_show)
    register_neutral_verbs(group)
    application.add_typer(group, name=name)


def _draft(  # noqa: PLR0913, PLR0917 - one parameter for each option
    commitment: Commitment,
    value: Value,
    words: Reasons,
    from_: From = None,
    until: Until = None,
    confidence: Confidence = None,
    ground: Ground = None,
    judgement: JudgementFile = None,
    evidence: Evidence = None,
    replaces: Replaces = None,
    to: To = None,
    accord_name: AccordName = None,
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    judged, sealed = read_parts(judgement, evidence or [])
    about = given(commitment=commitment, value=value, ground=ground, confidence=confidence)
    node = opened()
    counterpart = None if to is None else parse_party(to)
    pair = require_pair(node.services, counterpart=counterpart, accord_name=accord_name)
    period = _period(from_, until, pair, services=node.services)
    queued = queue_statement(
        type="assessment",
        facts={"step": "drafted", "tlp": tlp, **about, **period, **judged},
        body={"text": words, **sealed},
        ref=None if replaces is None else leaf_named(replaces, services=node.services),
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        ticket=ticket,
        services=node.services,
    )
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    more = {"evidence": judged.get("evidence")}
    show_queued(node, queued, as_json=as_json, waiting=waiting, more=more)


def _period(
    from_: str | None, until: str | None, pair: PairRecord, *, services: Services
) -> JsonObject:
    """Return the period that was named, else that of the last cut, which both sides know."""
    if from_ is not None and until is not None:
        return {"from": from_, "until": until}
    last = last_period(pair, services=services) if from_ == until else None
    if last is None:
        lacking = "--from" if from_ is None else "--until"
        raise InvalidInputError(Fault(lacking, expect(Expected.INSTANT), Found.NOTHING))
    begin, end = map(format_instant, last)
    return {"from": begin, "until": end}


def _comment(
    leaf: Drafted,
    position: Annotated[str, typer.Option(help=text("agrees, disagrees or noted."))],
    words: Annotated[str, typer.Option("--text", help=text("The comment; sealed."))],
    tlp: Tlp = _TLP,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    facts: JsonObject = {"step": "commented", "position": position, "tlp": tlp}
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    say_about(
        leaf, type_name="assessment", facts=facts, body={"text": words}, ticket=ticket,
        waiting=waiting, as_json=as_json,
    )  # fmt: skip


def _release(
    leaf: Drafted,
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    waiting = Waiting(no_wait=no_wait, until_receipted=until_receipted)
    say_about(
        leaf, type_name="assessment", facts={"step": "released"}, body=None, ticket=ticket,
        waiting=waiting, as_json=as_json,
    )  # fmt: skip


def _list(
    party: Annotated[str | None, typer.Argument(help=text("The counterpart."))] = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    found = show_assessments(
        counterpart=None if party is None else parse_party(party),
        accord_name=accord_name,
        services=services(),
    )
    result = {
        "pairs": [
            {
                "origin": str(pair.own),
                "now": pair.now,
                "scale": _scale(pair),
                "assessments": [_members(one, pair) for one in pair.assessments.by_leaf.values()],
                "side_by_side": [_beside(one) for one in pair.side_by_side()],
                "out_of_state": pair.assessments.out_of_state,
            }
            for pair in found
        ]
    }
    show(result, as_json=as_json, lines=(line for one in found for line in _lines(one)))


def _show(leaf: Drafted, as_json: AsJson = False) -> None:
    node = opened()
    wanted = leaf_named(leaf, services=node.services)
    for pair in show_assessments(services=node.services):
        one = pair.assessments.by_leaf.get(wanted)
        if one is not None:
            words = words_of_assessment(one, services=node.services)
            result = {
                **_members(one, pair),
                "body": words.get(one.leaf),
                "comment_body": None if one.comment is None else words.get(one.comment),
            }
            show(result, as_json=as_json, lines=_told(one, pair, words))
            return
    raise InvalidInputError(Fault("LEAF", expect(Expected.DRAFTED_ASSESSMENT), leaf))


def _scale(pair: PairAssessments) -> Mapping[str, object]:
    scale = pair.terms.scale
    values = [{"code": one.code, "title": one.title} for one in scale.values]
    return {"name": scale.name, "values": values, "source": scale.source or None}


def _members(one: Assessment, pair: PairAssessments) -> Mapping[str, object]:
    verdict = pair.clock(one).verdict
    return {
        "leaf": one.leaf,
        "assessor": one.assessor,
        "author": one.author,
        "signed_at": one.signed_at,
        "commitment": one.matter.commitment,
        "version": one.version,
        "from": one.matter.from_,
        "until": one.matter.until,
        "value": one.judgement.value,
        "ground": one.judgement.ground or None,
        "elements": one.judgement.elements,
        "confidence": one.judgement.confidence or None,
        "evidence": one.judgement.evidence,
        "state": one.state,
        "drafted_at": one.drafted_at,
        "comment_due_at": None if verdict is None else verdict.due.at,
        "comment": one.comment,
        "position": one.position or None,
        "commented_at": one.commented_at,
        "release": one.release,
        "released_at": one.released_at,
        "replaces": one.replaces,
        "replaced_by": one.replaced_by,
    }


def _beside(one: SideBySide) -> Mapping[str, object]:
    return {
        "commitment": one.matter.commitment,
        "from": one.matter.from_,
        "until": one.matter.until,
        "agreement": one.agreement,
        "values": {each.assessor: each.judgement.value for each in one.assessments},
        "elements_apart": one.elements_apart,
        "same_evidence": one.rests_on_same_evidence,
    }


def _lines(found: PairAssessments) -> Iterator[str]:
    yield str(found.own)
    for group in side_by_side_rows(found):
        yield f"{group.commitment}  {group.period}"
        for row in group.rows:
            yield f"  {_judgement_line(row)}"
        yield f"  {group.said}"
    heading = (
        text("Statement"),
        text("Assessor"),
        text("Commitment"),
        text("Period"),
        text("Value"),
        text("State"),
        text("Comment"),
        text("Clock"),
    )
    rows = (
        (
            row.leaf[:23],
            row.assessor,
            row.commitment,
            row.period,
            row.value,
            row.state,
            row.comment,
            row.clock,
        )
        for row in assessment_rows(found)
    )
    yield from table(heading, rows, nothing=text("Nothing was assessed."))


def _judgement_line(row: AssessmentRow) -> str:
    confidence = f" · {text('confidence')}: {row.confidence}" if row.confidence else ""
    elements = f" · {row.elements}" if row.elements else ""
    comment = f" · {text('the other side')}: {row.comment}" if row.comment else ""
    return f"{row.assessor}: {row.value}{confidence}{elements}{comment}"


def _told(
    one: Assessment, pair: PairAssessments, words: Mapping[Digest, JsonObject]
) -> Iterator[str]:
    row = assessment_row(one, pair)
    yield f"{row.commitment}  {row.period}  {row.state}"
    yield _judgement_line(row)
    body = words.get(one.leaf, {})
    yield from printable(str(body.get("text", ""))).splitlines()
    for name, reason in cast("Mapping[str, str]", body.get("reasons", {})).items():
        yield f"{name}: {printable(reason)}"
    documents = cast("list[str]", body.get("evidence", []))
    if one.judgement.evidence is not None:
        root = text("Evidence: {root}, {count} documents")
        yield root.format(root=one.judgement.evidence, count=len(documents))
    yield from (f"  {document}" for document in documents)
    if one.comment is not None:
        said = printable(str(words.get(one.comment, {}).get("text", "")))
        yield f"{one.other_side}: {row.comment}. {said}"
