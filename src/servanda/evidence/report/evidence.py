"""All evidence: the corpus with origins, stories, events, flags, incidents and findings.

Source: docs/spec/evidence/report.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.events.event import Event, Series
from servanda.evidence.events.find import find_events
from servanda.evidence.events.series import find_series
from servanda.evidence.facts import ACCORD_SIGNED
from servanda.evidence.findings.acts import reported_acts
from servanda.evidence.findings.duty import find_continuing_duty, find_dated_duty
from servanda.evidence.findings.finding import Commitment, Finding
from servanda.evidence.findings.prohibition import Grounds, find_prohibition
from servanda.evidence.findings.rules import FindingRules
from servanda.evidence.flags.flag import Flag, FlagState, Severity
from servanda.evidence.flags.raise_flags import raise_flags
from servanda.evidence.incidents.grading import Grades, fold_grades
from servanda.evidence.incidents.incident import Incident, fold_incidents
from servanda.evidence.incidents.measures import Measure, fold_measures
from servanda.evidence.origins.group import Origins, group_origins
from servanda.evidence.origins.propositions import Propositions
from servanda.evidence.stories.cluster import Story, cluster_stories
from servanda.evidence.stories.terms import terms_of

PROHIBITION = "prohibition"
DATED = frozenset(("deliverable", "recurring"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All evidence.

    Attributes:
        corpus: Documents and statements.
        origins: First voices and support.
        stories: Documents on one matter.
        events: The timeline.
        series: Rounds of one dialogue under changing names.
        flags: What an analyst should look at; those that people rejected are closed.
        incidents: As coded.
        grades: Letters and digits, with their history.
        measures: Outside the accord; in no finding.
        findings: By commitment, in the accord's order.
        rules: The numbers of the finding rules.
        as_of: The day that the documents reach for certain.
    """

    corpus: Corpus
    origins: Origins
    stories: tuple[Story, ...]
    events: tuple[Event, ...]
    series: tuple[Series, ...]
    flags: tuple[Flag, ...]
    incidents: tuple[Incident, ...]
    grades: Grades
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    rules: FindingRules
    as_of: date | None


def assemble(
    corpus: Corpus,
    *,
    propositions: Propositions,
    commitments: Sequence[Commitment],
    rules: FindingRules,
) -> Evidence:
    """Return all evidence of a corpus.

    Args:
        corpus: With decisions applied.
        propositions: What texts of the field say again and again.
        commitments: Of the accord, in its order.
        rules: The numbers of the finding rules.
    """
    in_force = corpus.standing.in_force
    origins = group_origins(corpus, propositions=propositions)
    events = find_events(corpus, origins)
    evidence = Evidence(
        corpus=corpus,
        origins=origins,
        stories=cluster_stories(
            {key: terms_of(one.document.text) for key, one in corpus.analyses.items()}
        ),
        events=events,
        series=find_series(events, corpus),
        flags=raise_flags(corpus, origins=origins, events=events, propositions=propositions),
        incidents=fold_incidents(in_force),
        grades=fold_grades(in_force),
        measures=fold_measures(in_force),
        findings=(),
        rules=rules,
        as_of=_as_of(corpus),
    )
    return replace(evidence, findings=tuple(_finding(one, evidence) for one in commitments))


def signed_on(corpus: Corpus) -> date | None:
    """Return the day of the accord, as the facts have it."""
    return next((one.days.latest for one in corpus.tables.facts if one.key == ACCORD_SIGNED), None)


def _finding(commitment: Commitment, evidence: Evidence) -> Finding:
    acts = reported_acts(
        commitment,
        corpus=evidence.corpus,
        origins=evidence.origins,
        events=evidence.events,
        grades=evidence.grades,
        rules=evidence.rules,
    )
    signed = signed_on(evidence.corpus)
    if commitment.nature == PROHIBITION:
        return find_prohibition(
            commitment,
            incidents=evidence.incidents,
            acts=acts,
            grounds=_grounds(evidence.origins, evidence.flags, signed),
            grades=evidence.grades,
            rules=evidence.rules,
        )
    if commitment.nature in DATED:
        return find_dated_duty(commitment, acts=acts, as_of=evidence.as_of, rules=evidence.rules)
    return find_continuing_duty(commitment, acts=acts, signed=signed, rules=evidence.rules)


def _grounds(origins: Origins, flags: Sequence[Flag], signed: date | None) -> Grounds:
    keys = {one.span: one.key for one in origins.statements}
    flagged = {
        keys[span]
        for flag in flags
        if flag.severity is Severity.GRAVE and flag.state is not FlagState.CLOSED
        for span in flag.statements
        if span in keys
    }
    of_statement: Mapping[str, tuple[str, ...]] = origins.of_statement
    return Grounds(
        origins=of_statement,
        named={key for key in origins.origins if origins.is_named(key)},
        flagged=flagged,
        signed=signed,
    )


def _as_of(corpus: Corpus) -> date | None:
    """Return the day that the documents reach for certain: a wide interval reaches its first."""
    earliest = [one.days.earliest for one in corpus.publications.values()]
    known = [day for day in earliest if day is not None]
    return max(known, default=None)
