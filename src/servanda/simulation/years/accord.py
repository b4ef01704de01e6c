"""The accord that simulated parties keep for a year: every kind, every clock, in two versions.

The numbers are invented for the simulation and mean nothing beyond it.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from servanda.core.accords.terms import ClockRule, Commitment, Series, Stage, Terms
from servanda.core.statements.codes import EXTENSION_GROUNDS, KINDS

START: Final = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
NAME: Final = "simulated-year"
TEMPLATE: Final = "simulated-year"
TOLERANCE_SECONDS: Final = 120
COMMITMENT: Final = "C1.1"
SUBJECT: Final = "cyber"
SERIES: Final = "dialogue"

# Clock, kind, urgency, unit, amount.
_CLOCKS: Final = (
    ("acknowledgement", "*", "*", "hours", 48),
    ("acknowledgement", "*", "emergency", "hours", 4),
    ("decision", "*", "*", "working_days", 5),
    ("answer", "*", "*", "calendar_days", 20),
    ("answer", "*", "urgent", "working_days", 5),
    ("answer", "*", "emergency", "hours", 24),
    ("answer", "investigation", "routine", "months", 1),
    ("update", "*", "*", "calendar_days", 15),
    ("clarification", "*", "*", "calendar_days", 7),
    ("feedback", "*", "*", "calendar_days", 14),
    ("right_of_reply", "*", "*", "calendar_days", 7),
    ("escalation", "*", "*", "hours", 6),
    ("concern", "*", "*", "calendar_days", 10),
    ("comment", "*", "*", "calendar_days", 7),
)


def year_terms() -> Terms:
    """Return the terms of the first version."""
    return Terms(
        commitments=(
            Commitment(id=COMMITMENT, nature="continuing", text={"en": "Answer in time."}),
        ),
        kinds=KINDS,
        clocks=tuple(
            ClockRule(name=name, kind=kind, urgency=urgency, access="*", unit=unit, amount=amount)
            for name, kind, urgency, unit, amount in _CLOCKS
        ),
        grounds=frozenset({"national_security", "not_available", "ongoing_investigation"}),
        subjects=frozenset({SUBJECT, "counterterrorism"}),
        extension_grounds=EXTENSION_GROUNDS,
        stages=(
            Stage(name="early_warning", start="awareness", unit="hours", amount=24),
            Stage(
                name="notification", start="stage", after="early_warning", unit="hours", amount=72
            ),
            Stage(
                name="final_report", start="stage", after="notification", unit="months", amount=1
            ),
        ),
        series=(Series(name=SERIES, interval_months=6),),
        check_months=1,
    )


def amended_terms() -> Terms:
    """Return the terms of the second version: routine answers are due sooner."""
    terms = year_terms()
    sooner = replace(_answer_rule(terms), amount=15)
    others = [rule for rule in terms.clocks if rule != _answer_rule(terms)]
    return replace(terms, clocks=(*others, sooner))


def _answer_rule(terms: Terms) -> ClockRule:
    rule = terms.clock_for("answer", kind="preservation", urgency="routine", access="direct")
    if rule is None:
        raise TypeError("the simulated terms give every answer a clock")
    return rule


def periods(days: int) -> tuple[datetime, ...]:
    """Return the start of the first period and the end of each of the two."""
    return (START, START + timedelta(days=days // 2), START + timedelta(days=days))
