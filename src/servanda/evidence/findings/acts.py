"""From what is said alike to what is reported of a commitment.

Source: docs/spec/evidence/findings.md.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from servanda.evidence.claims.claim import Claim, HedgeKind, Mode
from servanda.evidence.corpus.corpus import Corpus, claim_key
from servanda.evidence.events.classes import EventClass
from servanda.evidence.events.event import EVENT, Event
from servanda.evidence.findings.finding import Commitment, ReportedAct
from servanda.evidence.findings.rules import FindingRules
from servanda.evidence.incidents.grading import Grades
from servanda.evidence.intervals import ANY_DAY, Interval
from servanda.evidence.origins.group import Origins
from servanda.evidence.origins.statements import Statement
from servanda.evidence.spans import content_key

# Who sits still behind such a word does not say that anything was done.
# That somebody spoke or agreed on a day is not that it was done.
_SAID = frozenset((EventClass.STATEMENT, EventClass.AGREEMENT))
_UNDONE = frozenset((HedgeKind.EXPECTED, HedgeKind.NEGATED))


def reported_acts(
    commitment: Commitment,
    *,
    corpus: Corpus,
    origins: Origins,
    events: Sequence[Event],
    grades: Grades,
    rules: FindingRules,
) -> tuple[ReportedAct, ...]:
    """Return what texts report of a commitment: one act for each content and each event.

    An event that nobody but quoted voices tells of is in what they say already.
    """
    if not commitment.acts:
        return ()
    pattern = _pattern(commitment)
    claims = {claim_key(one): one for one in corpus.claims}
    by_span = {one.span: one for one in origins.statements}
    made = [
        _of_statements(about, claims, corpus=corpus, origins=origins, grades=grades, rules=rules)
        for support in origins.supports
        if (
            about := [
                by_span[span]
                for span in support.statements
                if span in by_span
                and _is_about(
                    corpus.text_of(origins.printed.counted(by_span[span]).span),
                    pattern,
                    commitment.least,
                )
            ]
        )
    ]
    told = [
        _of_event(event, corpus=corpus)
        for event in events
        if event.kind not in _SAID
        and any(
            _is_about(corpus.text_of(span), pattern, commitment.least) for span in event.sources
        )
        and not all(any(one.covers(span) for one in by_span) for span in event.sources)
    ]
    return tuple(sorted({act.statements: act for act in [*told, *made]}.values(), key=_order))


def _order(act: ReportedAct) -> tuple[str, ...]:
    return act.statements


def _pattern(commitment: Commitment) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, commitment.acts)) + ")")


def _is_about(text: str, pattern: re.Pattern[str], least: int) -> bool:
    return len(set(pattern.findall(text.casefold()))) >= least


def _of_statements(
    about: Sequence[Statement],
    claims: Mapping[str, Claim],
    *,
    corpus: Corpus,
    origins: Origins,
    grades: Grades,
    rules: FindingRules,
) -> ReportedAct:
    keys = tuple(one.key for one in about)
    behind = sorted({origin for key in keys for origin in origins.of_statement[key]})
    named = [key for key in behind if origins.is_named(key)]
    counted = [*{one.key: one for one in map(origins.printed.counted, about)}.values()]
    told = [claims[one.key] for one in counted if one.key in claims]
    is_confirmed = any(corpus.standing.is_confirmed(key) for key in keys)
    return ReportedAct(
        statements=keys,
        documents=len(corpus.all_printings(one.span.document for one in about)),
        origins=tuple(named or behind[:1]),
        named=len(named),
        days=_days(counted, corpus),
        is_done=any(_is_done(claim) for claim in told),
        hedges=tuple(sorted({hedge.kind.value for claim in told for hedge in claim.hedges})),
        is_confirmed=is_confirmed,
        is_on_record=is_confirmed
        and any(_is_graded(key, grades, rules) for key in named)
        and any(_is_credible(key, grades, rules) for key in keys),
    )


def _of_event(event: Event, *, corpus: Corpus) -> ReportedAct:
    keys = tuple(content_key(EVENT, span) for span in event.sources)
    named = [key for key in event.origins if not key.startswith("?")]
    return ReportedAct(
        statements=keys,
        documents=len({span.document for span in event.sources}),
        origins=event.origins,
        named=len(named),
        days=event.days,
        is_done=not event.is_planned,
        is_event=True,
        is_confirmed=any(corpus.standing.is_confirmed(key) for key in keys),
        is_on_record=False,
    )


def _is_done(claim: Claim) -> bool:
    return claim.mode is Mode.FACT and not any(hedge.kind in _UNDONE for hedge in claim.hedges)


def _days(about: Sequence[Statement], corpus: Corpus) -> Interval:
    """Return the days in the statements, as wide as all of them; else up to publication."""
    found = [time.days for one in about for time in corpus.times_within(one.span)]
    dated = [days for days in found if days != ANY_DAY]
    if not dated:
        latest = [corpus.publications[one.span.document].days.latest for one in about]
        known = [day for day in latest if day]
        return Interval(latest=max(known)) if len(known) == len(latest) and known else ANY_DAY
    return Interval(
        earliest=_first(dated),
        latest=_last(dated),
    )


def _first(dated: Sequence[Interval]) -> date | None:
    ends = [days.earliest for days in dated]
    return None if None in ends else min(end for end in ends if end)


def _last(dated: Sequence[Interval]) -> date | None:
    ends = [days.latest for days in dated]
    return None if None in ends else max(end for end in ends if end)


def _is_graded(origin: str, grades: Grades, rules: FindingRules) -> bool:
    grade = grades.letter(origin)
    return grade is not None and grade.letter in rules.record_letters


def _is_credible(key: str, grades: Grades, rules: FindingRules) -> bool:
    grade = grades.credibility(key)
    return grade is not None and grade.credibility <= rules.record_credibility
