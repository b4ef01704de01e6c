"""What programs get of calls, ladders and the report of the hotline."""

from servanda.core.casework.unasked_clocks import call_state
from servanda.core.casework.verdicts import ClockState
from servanda.core.escalation.clocks import acknowledgement_state, follow_up_is_overdue
from servanda.core.escalation.hotline import CallRecord, HotlineCall
from servanda.core.escalation.ladder import Ladder, Rung
from servanda.core.escalation.report import ClockCount, HotlineReport, call_follow_up
from servanda.usecases.conduct.show_hotline import Hotline


def call_members(call: HotlineCall, hotline: Hotline) -> dict[str, object]:
    """Return one call with both records."""
    state = call_state(call.call, casework=hotline.found.casework, at=hotline.now)
    return {
        "leaf": call.made.leaf,
        "caller": call.call.caller,
        "callee": call.call.callee,
        "basis": call.call.basis,
        "request": call.call.request,
        "received_at": call.call.received_at,
        "confirmed_at": call.call.confirmed_at,
        "written_at": call.call.written_at,
        "standing": call.standing(at=hotline.now),
        "one_sided_at": call.one_sided_at(),
        **_due_members(state),
        "reading": call.reading,
        "outside": call.is_outside,
        "made": _record_members(call.made),
        "confirmed": None if call.confirmed is None else _record_members(call.confirmed),
        "differences": [
            {"member": one.member, "caller": one.caller, "callee": one.callee}
            for one in call.differences()
        ],
        "follow_up": call_follow_up(call, hotline.found, at=hotline.now),
        "follow_up_at": call.follow_up,
    }


def ladder_members(ladder: Ladder, hotline: Hotline) -> dict[str, object]:
    """Return one ladder with its levels, lowest first."""
    return {
        "about": ladder.about,
        "about_type": ladder.about_type,
        "raiser": ladder.raiser,
        "is_open": ladder.is_open,
        "levels": [_rung_members(rung, hotline) for rung in ladder.rungs],
    }


def report_members(report: HotlineReport) -> dict[str, object]:
    """Return the report of the use."""
    return {
        "from": report.since,
        "until": report.until,
        "at": report.at,
        "calls": len(report.calls),
        "leaves": [call.made.leaf for call in report.calls],
        "by_basis": report.by_basis,
        "by_caller": report.by_caller,
        "by_level": report.by_level,
        "within": report.within,
        "outside": report.outside,
        "confirmed": _kept(report.confirmed),
        "one_sided": report.one_sided,
        "differing": report.differing,
        "levels_by_level": report.rungs_by_level,
        "levels_by_trigger": report.rungs_by_trigger,
        "acknowledged": _kept(report.acknowledged),
        "open_ladders": report.open_ladders,
        "follow_ups_overdue": report.follow_ups_overdue,
        "tests": report.tests,
        "tests_answered": report.tests_answered,
    }


def _rung_members(rung: Rung, hotline: Hotline) -> dict[str, object]:
    state = acknowledgement_state(rung, casework=hotline.found.casework, at=hotline.now)
    return {
        "leaf": rung.leaf,
        "level": rung.level,
        "trigger": rung.trigger,
        "state": rung.state,
        "raised_at": rung.raised_at,
        "received_at": rung.received_at,
        "acknowledged_at": rung.acknowledged_at,
        **_due_members(state),
        "decision": rung.decision,
        "decided_at": rung.decided_at,
        "follow_up": rung.follow_up,
        "follow_up_overdue": follow_up_is_overdue(rung, at=hotline.now),
        "closed_at": rung.closed_at,
        "said": rung.said,
    }


def _record_members(record: CallRecord) -> dict[str, object]:
    return {"leaf": record.leaf, "received_at": record.received_at, **record.said}


def _due_members(state: ClockState) -> dict[str, object]:
    verdict = state.verdict
    return {
        "due_at": None if verdict is None else verdict.due.at,
        "in_time": None if verdict is None else verdict.is_in_time,
    }


def _kept(count: ClockCount) -> dict[str, int]:
    return {"in_time": count.in_time, "due": count.due}
