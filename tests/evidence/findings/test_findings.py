"""A breach needs every element; one missing thing, of whatever kind, and it is not shown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.evidence.findings.duty import find_continuing_duty, find_dated_duty
from servanda.evidence.findings.finding import (
    Commitment,
    Finding,
    Reason,
    ReportedAct,
    Status,
)
from servanda.evidence.findings.prohibition import Grounds, find_prohibition
from servanda.evidence.findings.rules import FindingRules, InvalidRulesError, parse_rules
from servanda.evidence.incidents.elements import ElementName
from servanda.evidence.incidents.grading import Grades
from servanda.evidence.incidents.incident import fold_incidents
from servanda.evidence.intervals import Interval
from tests.evidence.incidents.codings import OTHER_SPAN, SPAN, coded, coding

RULES_FILE = (files("servanda.data") / "evidence" / "finding_rules.toml").read_bytes()
RULES = parse_rules(RULES_FILE)
SIGNED = date(2025, 9, 24)
THEFT = Commitment(id="C2", nature="prohibition", acts=("theft",))
DIALOGUE = Commitment(id="C4.4", nature="recurring", acts=("round",), due=date(2025, 12, 31))
HELP = Commitment(id="C1.2", nature="conditional", acts=("arrest",))
NO_GRADES = Grades(origins={}, claims={})
GROUNDS = Grounds(
    origins={SPAN: ("firm:coldharbor",), OTHER_SPAN: ("firm:lanternfish",)},
    named={"firm:coldharbor", "firm:lanternfish"},
    flagged=(),
    signed=SIGNED,
)
ACT = ReportedAct(
    statements=(SPAN,),
    documents=1,
    origins=("?1",),
    named=0,
    days=Interval(earliest=date(2025, 9, 1), latest=date(2025, 9, 20)),
    is_done=True,
)


def breach(
    changed: Mapping[str, JsonValue] | None = None, *, grounds: Grounds = GROUNDS
) -> Finding:
    answers = coding(**(changed or {}))
    return find_prohibition(
        THEFT,
        incidents=fold_incidents(coded(("anna", answers), ("boris", answers))),
        acts=(),
        grounds=grounds,
        grades=NO_GRADES,
        rules=RULES,
    )


def test_a_breach_is_shown_where_nothing_is_missing() -> None:
    finding = breach()

    assert finding.status is Status.BREACH_SHOWN
    assert finding.statements == tuple(sorted((SPAN, OTHER_SPAN)))
    assert RULES.digest.removeprefix("sha256:")[:16] in finding.how


@pytest.mark.parametrize("element", ElementName)
@pytest.mark.parametrize("value", ["alleged", "not_shown", "contradicted", "not_assessable"])
def test_one_element_that_is_not_shown_is_no_breach_shown(element: ElementName, value: str) -> None:
    finding = breach({element.value: value})

    assert finding.status is not Status.BREACH_SHOWN
    if value != "contradicted":
        # With one span of one origin two things are missing, so it is not even alleged.
        assert finding.status in {Status.BREACH_ALLEGED, Status.NOT_SHOWN}


def test_a_breach_with_one_missing_element_names_it() -> None:
    elements = dict(coding()["elements"].items())  # type: ignore[union-attr]
    elements["nexus"] = {"value": "alleged", "spans": [SPAN, OTHER_SPAN]}

    finding = breach({"elements": elements})

    assert (finding.status, finding.element) == (Status.BREACH_ALLEGED, "nexus")


@pytest.mark.parametrize("result", ["blocked", "access", "persistence", "exfil_alleged", "effect"])
def test_without_exfiltration_shown_there_is_no_breach(result: str) -> None:
    finding = breach({"result": result})

    assert finding.status is Status.NOT_SHOWN
    assert [one.reason for one in finding.told] == [Reason.NO_EXFILTRATION]


def test_an_incident_before_the_accord_is_no_breach_whatever_coders_say() -> None:
    finding = breach({"started": {"earliest": "2025-09-24", "latest": "2025-10-20"}})

    assert finding.status is Status.NOT_SHOWN
    assert [one.reason for one in finding.told] == [Reason.BEFORE_ACCORD]


def test_without_the_day_of_the_accord_nothing_is_after_it() -> None:
    assert breach(grounds=replace(GROUNDS, signed=None)).status is Status.NOT_SHOWN


def test_two_articles_of_one_origin_are_one() -> None:
    one_voice = replace(
        GROUNDS, origins={SPAN: ("firm:coldharbor",), OTHER_SPAN: ("firm:coldharbor",)}
    )

    finding = breach(grounds=one_voice)

    assert [one.reason for one in finding.told] == [Reason.TOO_FEW_ORIGINS]


def test_unnamed_origins_never_make_up_for_a_named_one() -> None:
    unnamed = replace(GROUNDS, origins={SPAN: ("firm:coldharbor", "?1"), OTHER_SPAN: ("?2", "?3")})

    assert breach(grounds=unnamed).status is Status.NOT_SHOWN


def test_an_open_flag_holds_a_breach_back() -> None:
    finding = breach(grounds=replace(GROUNDS, flagged={SPAN}))

    assert [one.reason for one in finding.told] == [Reason.OPEN_FLAG]


def test_one_coder_shows_nothing() -> None:
    finding = find_prohibition(
        THEFT,
        incidents=fold_incidents(coded(("anna", coding()))),
        acts=(),
        grounds=GROUNDS,
        grades=NO_GRADES,
        rules=RULES,
    )

    assert finding.status is Status.NOT_SHOWN
    assert finding.told[0].reason is Reason.NOT_CONFIRMED


def test_reports_alone_never_show_a_breach_however_many() -> None:
    acts = [replace(ACT, statements=(f"claim:{number:064x}:0-9",)) for number in range(40)]

    finding = find_prohibition(
        THEFT, incidents=(), acts=acts, grounds=GROUNDS, grades=NO_GRADES, rules=RULES
    )

    assert finding.status is Status.NOT_SHOWN
    assert finding.documents == 40
    assert [one.reason for one in finding.told][:2] == [
        Reason.NO_INCIDENT_CODED,
        Reason.SINGLE_ORIGIN,
    ]


def test_a_contradicted_incident_is_no_breach_shown_and_never_kept() -> None:
    assert breach({"theft": "contradicted"}).status is Status.NO_BREACH_SHOWN


@given(st.sets(st.sampled_from(list(ElementName))), st.integers(0, 3), st.booleans())
def test_a_prohibition_is_never_found_kept(
    missing: set[ElementName],
    origins: int,
    flagged: bool,  # noqa: FBT001 - drawn
) -> None:
    grounds = replace(
        GROUNDS,
        origins={SPAN: tuple(f"firm:{number}" for number in range(origins))},
        named={f"firm:{number}" for number in range(origins)},
        flagged={SPAN} if flagged else (),
    )

    finding = breach({name.value: "alleged" for name in missing}, grounds=grounds)

    assert finding.status not in {Status.KEPT, Status.KEPT_LATE, Status.KEPT_SO_FAR}
    assert (finding.status is Status.BREACH_SHOWN) == (
        not missing and not flagged and origins >= RULES.named_origins
    )


def test_a_meeting_is_not_due_before_its_day() -> None:
    planned = replace(ACT, is_done=False)

    finding = find_dated_duty(DIALOGUE, acts=[planned], as_of=date(2025, 11, 12), rules=RULES)

    assert finding.status is Status.NOT_YET_DUE
    assert finding.told[0].parameters == {"due": "2025-12-31"}


@pytest.mark.parametrize(
    ("held", "status"),
    [(date(2025, 12, 10), Status.KEPT), (date(2026, 1, 9), Status.KEPT_LATE)],
)
def test_a_meeting_on_record_was_held_in_time_or_late(held: date, status: Status) -> None:
    on_record = replace(
        ACT, days=Interval(earliest=held, latest=held), is_on_record=True, is_confirmed=True
    )

    finding = find_dated_duty(DIALOGUE, acts=[on_record], as_of=date(2026, 3, 1), rules=RULES)

    assert finding.status is status


def test_a_meeting_that_is_only_reported_is_neither_kept_nor_overdue() -> None:
    finding = find_dated_duty(DIALOGUE, acts=[ACT], as_of=date(2026, 3, 1), rules=RULES)

    assert finding.status is Status.NOT_SHOWN
    assert Reason.NOT_CONFIRMED in {one.reason for one in finding.told}


def test_a_meeting_nobody_tells_of_is_overdue_after_its_day() -> None:
    finding = find_dated_duty(DIALOGUE, acts=[], as_of=date(2026, 3, 1), rules=RULES)

    assert finding.status is Status.OVERDUE


def test_one_unnamed_report_of_help_is_part_of_what_is_due() -> None:
    finding = find_continuing_duty(HELP, acts=[ACT], signed=SIGNED, rules=RULES)

    assert finding.status is Status.PARTLY_SHOWN
    assert {one.reason for one in finding.told} >= {
        Reason.SINGLE_ORIGIN,
        Reason.UNNAMED_ORIGIN,
        Reason.BEFORE_ACCORD,
    }


def test_what_is_only_promised_is_not_shown() -> None:
    promised = replace(ACT, is_done=False)

    finding = find_continuing_duty(HELP, acts=[promised], signed=SIGNED, rules=RULES)

    assert finding.status is Status.NOT_SHOWN
    assert Reason.ONLY_INTENTION in {one.reason for one in finding.told}


def test_a_duty_is_kept_so_far_only_by_acts_on_record_after_the_accord() -> None:
    after = replace(
        ACT,
        days=Interval(earliest=date(2025, 10, 5), latest=date(2025, 10, 5)),
        is_confirmed=True,
        is_on_record=True,
    )

    def found(*acts: ReportedAct) -> Status:
        return find_continuing_duty(HELP, acts=acts, signed=SIGNED, rules=RULES).status

    assert found(after) is Status.KEPT_SO_FAR
    assert found(after, replace(after, is_on_record=False)) is Status.PARTLY_SHOWN
    assert found() is Status.NOT_SHOWN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"coders = 2", b"coders = 1"),
        (b"named_origins = 2", b"named_origins = 0"),
        (b'"A", "B"', b'"F"'),
        (b"version = 1", b"version = true"),
        (b"record_credibility = 2", b"record_credibility = 6"),
        (b"version = 1", b""),
        (b"version = 1", b"version = "),
    ],
)
def test_rules_that_would_let_one_voice_show_a_breach_are_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(InvalidRulesError):
        parse_rules(RULES_FILE.replace(old, new))


def test_another_rules_file_is_seen_in_every_finding() -> None:
    other: FindingRules = parse_rules(RULES_FILE + b"# another version\n")

    one = find_continuing_duty(HELP, acts=[ACT], signed=SIGNED, rules=RULES)
    two = find_continuing_duty(HELP, acts=[ACT], signed=SIGNED, rules=other)

    assert one.how != two.how
    assert replace(one, how=two.how) == two
