"""The finding on a duty: with a date, or continuing.

Source: docs/spec/evidence/findings.md, "A duty with a date", "A continuing duty".
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

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

A_YEAR = timedelta(days=366)
_DATED_RULE = "finding.dated_duty"
_CONTINUING_RULE = "finding.continuing_duty"


def find_dated_duty(
    commitment: Commitment, *, acts: Sequence[ReportedAct], as_of: date | None, rules: FindingRules
) -> Finding:
    """Return the finding on a duty whose first act is due on a day.

    Args:
        commitment: With its due day; without one nothing is ever overdue.
        acts: What is reported of it.
        as_of: The day up to which documents tell; None where no document has a day.
        rules: The numbers.
    """
    due = commitment.due
    done = [act for act in acts if act.is_done and act.is_on_record]
    ends = [act.days.latest for act in done if act.days.latest]
    if ends:
        is_late = due is not None and min(ends) > due
        status = Status.KEPT_LATE if is_late else Status.KEPT
        return _finding(commitment, status, [], acts, rules, _DATED_RULE)
    if due is not None and as_of is not None and as_of <= due:
        told = [Told(reason=Reason.NOT_YET_DUE, parameters={"due": due.isoformat()})]
        return _finding(commitment, Status.NOT_YET_DUE, told, acts, rules, _DATED_RULE)
    if due is not None and as_of is not None and not any(act.is_done for act in acts):
        told = [
            Told(reason=Reason.DUE_PASSED, parameters={"due": due.isoformat()}),
            *told_of_acts(acts),
        ]
        return _finding(commitment, Status.OVERDUE, told, acts, rules, _DATED_RULE)
    told = [*_told_as_held(acts, due), *told_of_acts(acts)]
    return _finding(commitment, Status.NOT_SHOWN, told, acts, rules, _DATED_RULE)


def _told_as_held(acts: Sequence[ReportedAct], due: date | None) -> Iterator[Told]:
    """Yield what texts tell as held, in the year before the due day as far as they date it.

    Told is not on record: it is a reason to look, and no more.
    """
    for act in acts:
        first, last = act.days.earliest, act.days.latest
        if not (act.is_event and act.is_done and first and last):
            continue
        if due is None or timedelta(0) <= due - first <= A_YEAR:
            days = "/".join(dict.fromkeys((first.isoformat(), last.isoformat())))
            yield Told(
                reason=Reason.TOLD_AS_HELD,
                parameters={"days": days, "documents": str(act.documents)},
            )


def find_continuing_duty(
    commitment: Commitment,
    *,
    acts: Sequence[ReportedAct],
    signed: date | None,
    rules: FindingRules,
) -> Finding:
    """Return the finding on a duty that never ends.

    One reported act is part of what is due and no more; that it is kept so far needs an act on
    record after the accord, and none that is only said by somebody unnamed.
    """
    done = [act for act in acts if act.is_done]
    told = [*told_of_acts(acts), *_before(done, signed)]
    after = [act for act in done if not _is_before(act, signed)]
    if after and all(act.is_on_record for act in after):
        return _finding(commitment, Status.KEPT_SO_FAR, told, acts, rules, _CONTINUING_RULE)
    status = Status.PARTLY_SHOWN if done else Status.NOT_SHOWN
    return _finding(commitment, status, told, acts, rules, _CONTINUING_RULE)


def _before(done: Sequence[ReportedAct], signed: date | None) -> Iterator[Told]:
    if done and signed is not None and all(_is_before(act, signed) for act in done):
        yield Told(reason=Reason.BEFORE_ACCORD)


def _is_before(act: ReportedAct, signed: date | None) -> bool:
    """Tell whether an act cannot have followed the accord."""
    return signed is None or (act.days.latest is not None and act.days.latest <= signed)


def _finding(
    commitment: Commitment,
    status: Status,
    told: "Sequence[Told] | Iterator[Told]",
    acts: Sequence[ReportedAct],
    rules: FindingRules,
    rule: str,
) -> Finding:
    keys, origins, documents = looked_at(acts)
    return Finding(
        commitment=commitment.id,
        status=status,
        element="",
        told=tuple(told),
        statements=keys,
        origins=origins,
        documents=documents,
        how=rules.how(rule),
    )
