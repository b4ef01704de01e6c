"""The finding on a prohibition: never kept, and a breach only where every element is shown.

Source: docs/spec/evidence/findings.md, "A prohibition".
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.evidence.findings.finding import (
    Commitment,
    Finding,
    Reason,
    ReportedAct,
    Status,
    Told,
)
from servanda.evidence.findings.reported import looked_at, told_of_acts
from servanda.evidence.findings.rules import FindingRules
from servanda.evidence.incidents.elements import ElementName, ElementValue, Result
from servanda.evidence.incidents.grading import Grades
from servanda.evidence.incidents.incident import Incident

_RULE = "finding.prohibition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What an incident's answers rest on, looked up by whoever knows the corpus.

    Attributes:
        origins: By content key of a statement: keys of its origins.
        named: Keys of the origins that are named.
        flagged: Content keys of statements that an open grave flag touches.
        signed: The day of the accord; None where nobody knows it, so nothing can be after it.
    """

    origins: Mapping[str, tuple[str, ...]]
    named: Collection[str]
    flagged: Collection[str]
    signed: date | None


def find_prohibition(
    commitment: Commitment,
    *,
    incidents: Sequence[Incident],
    acts: Sequence[ReportedAct],
    grounds: Grounds,
    grades: Grades,
    rules: FindingRules,
) -> Finding:
    """Return the finding on a prohibition from coded incidents; reports alone never show it."""
    judged = [
        (incident, _shortfalls(incident, grounds=grounds, grades=grades, rules=rules))
        for incident in incidents
    ]
    make = _maker(commitment, acts=acts, rules=rules, incidents=incidents, grounds=grounds)
    if not judged:
        return make(Status.NOT_SHOWN, [Told(reason=Reason.NO_INCIDENT_CODED), *told_of_acts(acts)])
    if any(not shortfalls for _, shortfalls in judged):
        return make(Status.BREACH_SHOWN, [])
    for _, shortfalls in judged:
        if len(shortfalls) == 1 and shortfalls[0].reason is Reason.ELEMENT_MISSING:
            element = shortfalls[0].parameters["element"]
            return make(Status.BREACH_ALLEGED, shortfalls, element)
    told = [
        Told(reason=one.reason, parameters={"incident": incident.key, **one.parameters})
        for incident, shortfalls in judged
        for one in shortfalls
    ]
    is_each_contradicted = all(
        any(one.reason is Reason.ELEMENT_CONTRADICTED for one in shortfalls)
        for _, shortfalls in judged
    )
    return make(Status.NO_BREACH_SHOWN if is_each_contradicted else Status.NOT_SHOWN, told)


def _shortfalls(
    incident: Incident, *, grounds: Grounds, grades: Grades, rules: FindingRules
) -> tuple[Told, ...]:
    """Return what keeps an incident from showing a breach; nothing means that it shows one."""
    return tuple(
        [
            *_uncoded(incident, rules),
            *_elements(incident, grounds),
            *_origins(incident, grounds=grounds, grades=grades, rules=rules),
        ]
    )


def _uncoded(incident: Incident, rules: FindingRules) -> Iterator[Told]:
    if len(incident.codings) < rules.coders:
        found = {"coders": str(len(incident.codings)), "wanted": str(rules.coders)}
        yield Told(reason=Reason.NOT_CONFIRMED, parameters=found)
    elif not incident.is_confirmed:
        yield Told(reason=Reason.CONTESTED)


def _elements(incident: Incident, grounds: Grounds) -> Iterator[Told]:
    for name in ElementName:
        value = incident.element(name)
        if value is ElementValue.CONTRADICTED:
            yield Told(reason=Reason.ELEMENT_CONTRADICTED, parameters={"element": name.value})
        elif value is not ElementValue.SHOWN:
            yield Told(reason=Reason.ELEMENT_MISSING, parameters={"element": name.value})
    # A coder's word is checked against the day of the accord, which is no matter of opinion.
    if not _began_after(incident, grounds.signed):
        yield Told(reason=Reason.BEFORE_ACCORD)
    if incident.result is not Result.EXFIL_SHOWN:
        yield Told(reason=Reason.NO_EXFILTRATION)


def _began_after(incident: Incident, signed: date | None) -> bool:
    starts = [one.coding.started.earliest for one in incident.codings]
    return signed is not None and all(start is not None and start > signed for start in starts)


def _origins(
    incident: Incident, *, grounds: Grounds, grades: Grades, rules: FindingRules
) -> Iterator[Told]:
    keys = incident.spans
    named = {one for key in keys for one in grounds.origins.get(key, ()) if one in grounds.named}
    is_primary = any(
        grade.is_primary and grade.letter in rules.primary_letters
        for grade in map(grades.letter, sorted(named))
        if grade is not None
    )
    if len(named) < rules.named_origins and not is_primary:
        found = {"origins": str(len(named)), "wanted": str(rules.named_origins)}
        yield Told(reason=Reason.TOO_FEW_ORIGINS, parameters=found)
    flagged = sum(key in grounds.flagged for key in keys)
    if flagged:
        yield Told(reason=Reason.OPEN_FLAG, parameters={"statements": str(flagged)})


def _maker(
    commitment: Commitment,
    *,
    acts: Sequence[ReportedAct],
    rules: FindingRules,
    incidents: Sequence[Incident],
    grounds: Grounds,
) -> Callable[..., Finding]:
    keys, origins, documents = looked_at(acts)
    coded = {key for incident in incidents for key in incident.spans}
    behind = {origin for key in coded for origin in grounds.origins.get(key, ())}

    def make(status: Status, told: Sequence[Told], element: str = "") -> Finding:
        return Finding(
            commitment=commitment.id,
            status=status,
            element=element,
            told=tuple(told),
            statements=tuple(sorted({*keys, *coded})),
            origins=tuple(sorted({*origins, *behind})),
            documents=documents,
            how=rules.how(_RULE),
        )

    return make
