"""What a brief says beside the dialogue, and on which ground, in every edition and language."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from servanda.core.concerns.concern import ConcernState
from servanda.core.contacts.contact import ContactState
from servanda.core.dialogue.agenda import AgendaItem, AgendaKind
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.record_form import parse_record
from servanda.core.escalation.hotline import Standing
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import Digest
from servanda.core.statements.codes import CALL_BASES, CHANNEL_CARRIERS, CONTACT_ROLES
from servanda.documents.brief.changes import with_changes
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.conduct import (
    BriefCall,
    BriefConcern,
    BriefConduct,
    BriefContact,
)
from servanda.documents.brief.content import Basis, Brief
from servanda.documents.brief.forms import FORMS, write_brief
from servanda.documents.brief.matters import TOLD, BriefFinding, BriefMatters, BriefReview, Share
from servanda.documents.brief.wording import WORDS
from servanda.evidence.findings.finding import Status
from tests.documents.brief.test_brief import EXAMPLE, TODAY

CUT, BEFORE = (Digest("sha256:" + digit * 64) for digit in "ab")
REPORT = Digest("sha256:" + "c" * 64)


@pytest.fixture(scope="module")
def record() -> DialogueRecord:
    return parse_record(EXAMPLE)


def review(record: DialogueRecord, *, cut: Digest, in_time: int, is_agreed: bool) -> BriefReview:
    first, second = record.parties
    year = 2016 if cut == CUT else 2015
    return BriefReview(
        cut=cut,
        digest=cut,
        is_agreed=is_agreed,
        from_=datetime(year, 1, 1, tzinfo=UTC),
        until=datetime(year + 1, 1, 1, tzinfo=UTC),
        shares={("T4", first): Share(count=in_time, of=10), ("T4", second): Share(count=0, of=0)},
        received={first: 10, second: 0},
    )


def matters(record: DialogueRecord, *, is_agreed: bool = True) -> BriefMatters:
    return BriefMatters(
        review=review(record, cut=CUT, in_time=9, is_agreed=is_agreed),
        before=review(record, cut=BEFORE, in_time=6, is_agreed=True),
        agenda=[
            AgendaItem(kind=kind, ref=f"sha256:{kind}", due=date(2026, 1, 1)) for kind in AgendaKind
        ],
        findings=[BriefFinding(commitment="C2", status="breach_alleged")],
        findings_digest=REPORT,
        by=record.parties[0],
    )


def brief(
    record: DialogueRecord,
    told: BriefMatters,
    *,
    edition: Edition = Edition.PARTY,
    language: str = "en",
) -> Brief:
    return compose_brief(
        record,
        edition=edition,
        language=language,
        today=TODAY,
        is_published=False,
        mode="real",
        matters=told,
    )


def basis_of(one: Brief, key: str) -> Basis:
    return next(said.basis for said in one.page if said.key == key)


def test_figures_are_agreed_only_where_both_signed_the_same_hash(record: DialogueRecord) -> None:
    first = record.parties[0]
    agreed, own = (brief(record, matters(record, is_agreed=each)) for each in (True, False))

    for key in ("figures", f"answered.{first}", f"changed.{first}"):
        assert basis_of(agreed, key) is Basis.AGREED
        assert basis_of(own, key) is Basis.OWN
    unagreed = brief(
        record, replace(matters(record), before=matters(record, is_agreed=False).review)
    )
    assert basis_of(unagreed, f"changed.{first}") is Basis.OWN


def test_what_changed_is_told_in_whole_percents_and_nothing_of_who_owed_nothing(
    record: DialogueRecord,
) -> None:
    page = {one.key: one for one in brief(record, matters(record)).page}
    changed = page[f"changed.{record.parties[0]}"]

    assert "60 %" in changed.text
    assert "90 %" in changed.text
    assert {CUT, BEFORE} <= set(changed.refs)
    assert f"answered.{record.parties[1]}" not in page


@pytest.mark.parametrize("edition", [Edition.JOINT, Edition.PUBLIC])
def test_no_edition_for_others_has_a_finding_or_figures_that_are_our_own(
    record: DialogueRecord, edition: Edition
) -> None:
    told = matters(record, is_agreed=False)
    own = AgendaItem(kind=AgendaKind.FINDING, ref="C9.9", is_own=True)
    shown = brief(record, replace(told, agenda=[*(told.agenda or ()), own]), edition=edition)

    assert all(one.basis is not Basis.OWN for one in shown.page)
    assert {"figures", "findings"}.isdisjoint(annex.key for annex in shown.annexes)
    assert "C9.9" not in write_brief("json", [shown]).decode()
    assert REPORT not in write_brief("json", [shown]).decode()


@pytest.mark.parametrize("language", list(WORDS))
def test_every_kind_of_matter_and_every_result_has_words(
    record: DialogueRecord, language: str
) -> None:
    told = replace(
        matters(record),
        findings=[BriefFinding(commitment="C2", status=one.value) for one in Status],
    )
    shown = brief(record, told, language=language)

    assert {f"open.{kind}" for kind in AgendaKind} <= {one.key for one in shown.sentences}
    assert {f"finding.{one.value}" for one in Status} <= {one.key for one in shown.sentences}


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_takes_it_and_gives_the_same_bytes_twice(
    record: DialogueRecord, form: str
) -> None:
    shown = brief(record, matters(record))
    assert write_brief(form, [shown]) == write_brief(form, [shown])


def test_nothing_open_is_said_and_not_left_out(record: DialogueRecord) -> None:
    keys = [one.key for one in brief(record, BriefMatters(agenda=())).page]
    assert "open" in keys
    assert "open" not in [one.key for one in brief(record, BriefMatters()).page]


LEAF = Digest("sha256:" + "d" * 64)


def conduct(record: DialogueRecord) -> BriefConduct:
    first, second = record.parties
    day = date(2016, 3, 1)
    return BriefConduct(
        commitments={"C2": {"en": "No theft.", "zh-Hans": "不窃取。"}},
        accord=LEAF,
        concerns=[
            BriefConcern(
                leaf=LEAF,
                issuer=first,
                about="C2",
                received_on=day,
                due_on=day,
                state=state,
                is_open=state == "received",
                replied_on=None,
            )
            for state in ConcernState
        ],
        calls=[
            BriefCall(
                leaf=LEAF,
                caller=second,
                basis=basis,
                received_on=day,
                standing=standing,
                is_outside=basis == "urgent_case",
                differing=1,
            )
            for basis in CALL_BASES
            for standing in Standing
        ],
        contacts=[
            BriefContact(
                leaf=LEAF,
                holder=second,
                role=role,
                carrier=carrier,
                state=state.value,
                expires_on=day,
                asked=3,
                passed=2,
                median_seconds=61,
            )
            for role in CONTACT_ROLES
            for carrier in CHANNEL_CARRIERS
            for state in ContactState
        ],
    )


@pytest.mark.parametrize("language", list(WORDS))
@pytest.mark.parametrize("edition", [Edition.PARTY, Edition.JOINT])
def test_commitments_concerns_hotline_and_contacts_have_an_annex_each(
    record: DialogueRecord, language: str, edition: Edition
) -> None:
    told = replace(matters(record), conduct=conduct(record))
    shown = brief(record, told, language=language, edition=edition)
    annexes = {one.key: one for one in shown.annexes}

    assert {"figures", "commitments", "concerns", "hotline", "contacts", "deliverables"} <= (
        annexes.keys()
    )
    assert [len(one.charts) for one in (annexes["figures"], annexes["contacts"])] == [1, 1]
    (rows,) = (table.rows for table in annexes["commitments"].tables)
    # Concerns, open ones, and only for one party what it finds itself.
    assert rows[0][2:4] == ("7", "1")
    assert len(rows[0]) == (5 if edition is Edition.PARTY else 4)
    for form in FORMS:
        assert write_brief(form, [shown])


def test_figures_have_a_chart_for_timeliness_and_one_for_quality(record: DialogueRecord) -> None:
    first, _ = record.parties
    told = matters(record)
    assert told.review is not None
    shares = {(name, first): Share(count=1, of=2) for name in TOLD}
    shown = brief(record, replace(told, review=replace(told.review, shares=shares)))

    (figures,) = [one for one in shown.annexes if one.key == "figures"]
    timeliness, quality = figures.charts
    assert [name.split()[0] for name, _ in timeliness.bars] == ["T2", "T4", "T4x"]
    assert [name.split()[0] for name, _ in quality.bars] == ["Q2", "Q5"]
    page = write_brief("html", [shown]).decode()
    assert "<script" not in page
    assert "style=" not in page


def test_everybody_is_told_of_no_share_of_few(record: DialogueRecord) -> None:
    first, second = record.parties
    told = matters(record)
    assert told.review is not None
    shares = {
        ("T4", first): Share(count=4, of=4),
        ("T4", second): Share(count=4, of=5),
    }
    few = replace(told, review=replace(told.review, shares=shares), agenda=None)
    keys = [one.key for one in brief(record, few, edition=Edition.PUBLIC).page]

    assert f"answered.{second}" in keys
    assert f"answered.{first}" not in keys


def test_the_public_edition_tells_of_the_period_of_the_review(record: DialogueRecord) -> None:
    shown = brief(record, matters(record), edition=Edition.PUBLIC)

    assert "2016-01-01" in shown.question
    assert "2018-07-01" in shown.question
    (rounds,) = [one.text for one in shown.page if one.key.startswith("rounds.")]
    assert rounds.startswith("Rounds held: 3;")  # of four; the first was in 2015


@pytest.mark.parametrize("language", list(WORDS))
def test_what_changed_since_the_last_brief_is_told_sentence_by_sentence(
    record: DialogueRecord, language: str
) -> None:
    last = brief(record, replace(matters(record), review=None, before=None), language=language)
    now = brief(record, matters(record, is_agreed=False), language=language)
    changed = with_changes(now, last, snapshot=REPORT)
    back = with_changes(last, now, snapshot=REPORT)
    same = with_changes(now, now, snapshot=REPORT)

    (rows,) = (table.rows for table in changed.annexes[0].tables)
    assert [row[0] for row in rows][:1] == ["figures"]
    assert all(row[1] == "" and row[2] for row in rows)
    assert all(row[1] and row[2] == "" for row in back.annexes[0].tables[0].rows)
    assert same.annexes[0].tables == ()
    assert changed.annexes[1:] == now.annexes
    assert changed.annexes[0].sentences[0].basis is Basis.OWN
