"""How the parties of a simulated year behave: tables, to be read like a script.

A plan is what a desk does, step by step, from an occasion on: from its own idea, or from a
statement that it read. Plans that compete are dealt like cards, each once before any comes again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

DAY = 24  # hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that a desk does.

    Attributes:
        after: Hours since the occasion, at a pace of 100 percent.
        move: Of `moves.MOVES`, or what only a node does (`actions.py`).
        crossed_by: What the other desk does in the same minute; empty for nothing.
    """

    after: int
    move: str
    crossed_by: str = ""


Plan: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Temper:
    """A party.

    Attributes:
        pace: In percent of the hours of a plan; above 100 it is slow.
        silent: In percent of the occasions on which it does nothing at all.
    """

    pace: int
    silent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What happens on a day of its own, whatever else does.

    Attributes:
        at: In percent of the whole time.
        party: 0 for the one named first in the accord, 1 for the other.
        plan: What it does from that day on.
    """

    at: int
    party: int
    plan: Plan


def _plan(*steps: tuple[int, str] | tuple[int, str, str]) -> Plan:
    return tuple(
        Step(after=step[0], move=step[1], crossed_by=step[2] if len(step) > 2 else "")  # noqa: PLR2004
        for step in steps
    )


TEMPERS: Final = (
    Temper(pace=60, silent=0),
    Temper(pace=100, silent=3),
    Temper(pace=170, silent=5),
    Temper(pace=90, silent=15),
)

# A new matter begins after so many days, at the least and at the most.
DAYS_BETWEEN: Final = (240, 360)

_PRESERVATION: Final = _plan((0, "request.preservation"), (70 * DAY, "request.information"))

_ROUND: Final = _plan(
    (0, "round"),
    (3 * DAY, "seat"),
    (6 * DAY, "hold_round"),
    (7 * DAY, "publish"),
    (8 * DAY, "promise"),
)

INITIATIVES: Final = (
    _plan((0, "request.information")),
    _plan((0, "request.urgent"), (DAY, "reclassify")),
    _plan((0, "request.mitigation")),
    _plan((0, "request.investigation"), (12 * DAY, "enquire")),
    _PRESERVATION,
    _plan((0, "call")),
    _plan((0, "request.information"), (6 * DAY, "withdraw")),
    _plan((0, "inform")),
    _plan((0, "concern")),
    _plan((0, "concern.subject")),
    _plan((0, "inform.indicators")),
    _plan((0, "warn_early"), (2 * DAY, "notify"), (25 * DAY, "report")),
)

_REQUESTED: Final = (
    _plan((20, "acknowledge"), (3 * DAY, "accept"), (9 * DAY, "fulfil")),
    _plan((12, "review_it"), (2 * DAY, "ask.blocking"), (11 * DAY, "fulfil.part")),
    _plan((20, "acknowledge.indirect"), (4 * DAY, "extend"), (24 * DAY, "fulfil")),
    _plan((6, "acknowledge.contest"), (5 * DAY, "refuse")),
    _plan((20, "acknowledge"), (3 * DAY, "propose_extension"), (30 * DAY, "find_nothing")),
    _plan(
        (9, "acknowledge"),
        (2 * DAY, "postpone"),
        (8 * DAY, "resume"),
        (9 * DAY, "interim"),
        (19 * DAY, "update"),
        (21 * DAY, "fulfil"),
    ),
    _plan((30, "ask.blocking"), (15 * DAY, "remind"), (16 * DAY, "lapse"), (20 * DAY, "fulfil")),
    _plan((15, "accept"), (5 * DAY, "ask"), (7 * DAY, "fulfil", "withdraw")),
    _plan((60, "acknowledge"), (8 * DAY, "reassign"), (28 * DAY, "execute"), (32 * DAY, "fulfil")),
)

# What a desk does about what it reads, by event.
REACTIONS: Final[Mapping[str, tuple[Plan, ...]]] = {
    "proposal": (_plan((2, "accept_accord")),),
    "request": _REQUESTED,
    "clarification.ask": (_plan((30, "clarify")),),
    "clarification.ask_blocking": (_plan((40, "clarify")), (), _plan((50, "clarify"))),
    "extension.proposal": (_plan((10, "consent")), ()),
    "response.final": (
        _plan((5 * DAY, "judge"), (20 * DAY, "close")),
        _plan((3 * DAY, "judge.poor"), (9 * DAY, "reopen")),
        _plan((4 * DAY, "dispute"), (6 * DAY, "judge.poor")),
        (),
    ),
    "response.preserved": (
        _plan((4 * DAY, "judge"), (20 * DAY, "renew")),
        _plan((15 * DAY, "renew"), (45 * DAY, "renew")),
    ),
    "feedback.given": (_plan((2 * DAY, "reply")), ()),
    "status.reopened": (_plan((6 * DAY, "fulfil")),),
    "status.enquiry": (_plan((2 * DAY, "update")),),
    "information": (
        _plan((10, "acknowledge"), (4 * DAY, "judge")),
        _plan((3 * DAY, "judge.poor")),
        _plan((30, "acknowledge")),
    ),
    "call.made": (_plan((1, "confirm_call")),),
    "call.confirmed": (_plan((3, "request.emergency")),),
    "escalation.raised": (_plan((2, "acknowledge_level"), (20, "decide_level")), ()),
    "escalation.acknowledged": (_plan((10, "climb")), ()),
    "escalation.decided": (_plan((10, "close_ladder")),),
    "concern.issued": (
        _plan((8 * DAY, "reply_concern")),
        _plan((9 * DAY, "reply_concern.remedied")),
        _plan((4 * DAY, "reply_concern.disputed"), (9 * DAY, "refer")),
        (),
    ),
    "assessment.drafted": (
        _plan((3 * DAY, "comment")),
        _plan((4 * DAY, "comment.agree")),
        (),
    ),
    "assessment.commented": (_plan((2 * DAY, "release")),),
    "contact.proposed": (_plan((5, "accept_contact"), (DAY, "verify_contact")),),
    "custody.listed": (_plan((9 * DAY, "confirm_arrest")), ()),
    "reply": (
        _plan((2 * DAY, "assent"), (9 * DAY, "close_concern")),
        _plan((2 * DAY, "maintain"), (4 * DAY, "assent")),
    ),
    "dispute": (_plan((DAY, "answer_dispute")), ()),
    "dispute.answered": (_plan((3 * DAY, "withdraw_dispute")), ()),
    "round.proposed": (
        _plan((DAY, "confirm_round"), (2 * DAY, "seat"), (6 * DAY, "hold_round.elsewhere")),
        _plan((DAY, "confirm_round"), (2 * DAY, "postpone_round"), (3 * DAY, "confirm_round")),
    ),
    "outcome.published": (_plan((DAY, "publish.other")), ()),
    "deliverable.proposed": (_plan((DAY, "confirm_promise")),),
    "deliverable.confirmed": (
        _plan((4 * DAY, "keep_promise")),
        _plan((2 * DAY, "move_promise"), (5 * DAY, "keep_promise")),
    ),
    "deliverable.carried_over": (_plan((DAY, "confirm_promise")),),
    "deliverable.delivered": (_plan((DAY, "take_promise")), _plan((DAY, "doubt_promise"))),
    "check.ask": (_plan((1, "answer_check")),),
    "cut": (_plan((30, "sign_review")),),
}

# At the end of a period, and of the whole time.
CUT: Final = _plan((0, "cut"), (60, "sign_review"))

# What is still done when nothing new is begun any more.
CLOSING: Final = frozenset(step.move for step in CUT)

# What no desk leaves undone, however silent it is otherwise.
NEVER_MISSED: Final = frozenset(("proposal", "cut"))

DATED: Final = (
    Dated(at=1, party=0, plan=_plan((0, "calendar"))),
    Dated(at=1, party=1, plan=_plan((0, "calendar"))),
    Dated(at=4, party=1, plan=_plan((0, "request.unreadable"), (DAY, "request.information"))),
    Dated(at=8, party=0, plan=_plan((0, "check"))),
    Dated(at=10, party=0, plan=_PRESERVATION),
    Dated(at=12, party=1, plan=_plan((0, "call"))),
    Dated(at=16, party=0, plan=_plan((0, "inform.indicators"))),
    Dated(at=20, party=1, plan=_plan((0, "request.information"), (DAY, "withdraw", "update"))),
    Dated(at=22, party=1, plan=_plan((0, "request.information"), (9 * DAY, "escalate"))),
    Dated(at=24, party=0, plan=_plan((0, "call.urgent"), (30, "escalate.urgent"))),
    Dated(at=25, party=0, plan=_plan((0, "rotate_key"))),
    Dated(at=26, party=1, plan=_plan((0, "concern"))),
    Dated(at=30, party=0, plan=_ROUND),
    Dated(at=33, party=1, plan=_plan((0, "propose_contact"), (20 * DAY, "retire_contact"))),
    Dated(at=35, party=0, plan=_plan((0, "list_person"), (6 * DAY, "report_arrest"))),
    Dated(at=40, party=1, plan=_plan((0, "suspend"), (2 * DAY, "resume_accord"))),
    Dated(at=42, party=0, plan=_plan((0, "suspend_series"), (3 * DAY, "resume_series"))),
    Dated(
        at=43,
        party=0,
        plan=_plan(
            (0, "propose_contact"), (4 * DAY, "suspend_channel"), (9 * DAY, "leave_channel")
        ),
    ),
    Dated(at=28, party=0, plan=_plan((0, "concern.subject"))),
    Dated(at=29, party=1, plan=_plan((0, "assess"), (14 * DAY, "release"))),
    Dated(at=31, party=0, plan=_plan((0, "assess"), (14 * DAY, "release"))),
    Dated(at=32, party=1, plan=_plan((0, "assess.not"), (14 * DAY, "release"))),
    Dated(at=45, party=1, plan=_plan((0, "amend"))),
    Dated(at=50, party=0, plan=CUT),
    Dated(at=60, party=1, plan=_plan((0, "calendar.corrected"))),
    Dated(at=70, party=1, plan=_plan((0, "check"))),
)
