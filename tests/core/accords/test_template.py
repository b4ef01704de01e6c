"""The promises that every shipped template makes, and how a wrong one is refused."""

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from servanda.core.accords.template import resolve_template, template_digest
from servanda.core.accords.template_texts import TemplateError, read_commitment_texts
from servanda.core.accords.terms import Series, ServiceLevel, Stage, Terms
from servanda.core.accords.terms_form import OPTIONAL_MEMBERS, parse_terms
from servanda.core.accords.terms_schema import LIMITS
from servanda.core.statements.codes import URGENCY_CRITERIA

TEMPLATES = Path(str(resources.files("servanda"))) / "data" / "accord_templates"
SLUGS = sorted(folder.name for folder in TEMPLATES.iterdir() if folder.is_dir())
EVERY_TEMPLATE = pytest.mark.parametrize("slug", SLUGS)
MARKS = ("[V]", "[V-rep]", "[M]", "[S]")

GOOD: Mapping[str, Any] = {
    "title": "A small accord",
    "terms": {
        "kinds": ["preservation", "mitigation"],
        "subjects": ["cyber"],
        "grounds": ["other"],
        "grace_seconds": 0,
        "preservation_days": 60,
        "preservation_longest_days": 90,
    },
    "commitment": [{"id": "C1", "nature": "continuing"}, {"id": "C2", "nature": "process"}],
    "clock": [{"name": "answer", "unit": "hours", "amount": 8}],
}
TEXTS = {"en": b"# Intro\n\n## C1\n\nAnswer\nin time.\n\n## C2\nTalk.\n"}


def read(slug: str) -> tuple[Mapping[str, Any], Mapping[str, bytes]]:
    folder = TEMPLATES / slug
    texts = {file.name.split(".")[1]: file.read_bytes() for file in folder.glob("text.*.md")}
    return tomllib.loads((folder / "template.toml").read_text()), texts


def terms_of(slug: str) -> Terms:
    data, texts = read(slug)
    return parse_terms(resolve_template(data, texts=texts))


@EVERY_TEMPLATE
def test_a_shipped_template_resolves_to_terms(slug: str) -> None:
    assert terms_of(slug).commitments


@EVERY_TEMPLATE
def test_every_commitment_has_words_with_their_mark_in_every_language(slug: str) -> None:
    _, texts = read(slug)

    assert texts.keys() >= {"en", "zh-Hans"}
    for commitment in terms_of(slug).commitments:
        assert commitment.text.keys() == texts.keys()
        for language, words in commitment.text.items():
            assert words.endswith(MARKS), (commitment.id, language)


def sources_of(terms: Terms) -> Mapping[str, str]:
    """The source of every number of the terms, by what the number is."""
    found = {"preservation": terms.preservation_source}
    found |= {name: terms.sources.get(name, "") for name in LIMITS}
    found |= {f"clock {index}": clock.source for index, clock in enumerate(terms.clocks)}
    found |= {f"stage {stage.name}": stage.source for stage in terms.stages}
    found |= {f"series {series.name}": series.source for series in terms.series}
    found |= {f"level {level.percent}": level.source for level in terms.service_levels}
    if terms.hotline is not None:
        found["hotline"] = terms.hotline.source
    if terms.check_months:
        found["check"] = terms.check_source
    return found


@EVERY_TEMPLATE
def test_every_number_says_where_it_comes_from(slug: str) -> None:
    for what, source in sources_of(terms_of(slug)).items():
        assert any(mark in source for mark in MARKS), what
        assert "editable" in source, what


@EVERY_TEMPLATE
def test_every_template_has_a_clock_for_what_any_request_sets_going(slug: str) -> None:
    terms = terms_of(slug)

    for kind, urgency, access in product(
        sorted(terms.kinds), URGENCY_CRITERIA, ("direct", "indirect")
    ):
        for name in ("acknowledgement", "answer", "update", "clarification", "feedback"):
            found = terms.clock_for(name, kind=kind, urgency=urgency, access=access)
            assert found is not None, (name, kind, urgency, access)


@EVERY_TEMPLATE
def test_a_template_explains_itself(slug: str) -> None:
    assert f"`{slug}`" in (TEMPLATES / slug / "README.md").read_text()


def test_the_first_template_has_the_eleven_commitments_of_2015() -> None:
    ids = [commitment.id for commitment in terms_of("us-china-2015").commitments]

    assert " ".join(ids) == "C1.1 C1.2 C1.3 C1.4 C2 C3.1 C3.2 C4.1 C4.2 C4.3 C4.4"


@pytest.mark.parametrize(
    ("urgency", "access", "unit", "amount"),
    [
        ("emergency", "indirect", "hours", 8),
        ("urgent", "direct", "hours", 8),
        ("urgent", "indirect", "calendar_days", 3),
        ("routine", "direct", "calendar_days", 7),
    ],
)
def test_the_first_template_answers_within_what_it_borrows(
    urgency: str, access: str, unit: str, amount: int
) -> None:
    clock = terms_of("us-china-2015").clock_for(
        "answer", kind="preservation", urgency=urgency, access=access
    )

    assert clock is not None
    assert (clock.unit, clock.amount) == (unit, amount)


@pytest.mark.parametrize("name", sorted(OPTIONAL_MEMBERS))
def test_a_number_of_the_default_may_be_written_out_and_is_left_out_of_the_terms(name: str) -> None:
    written = {**GOOD["terms"], name: OPTIONAL_MEMBERS[name]}

    resolved = resolve_template({**GOOD, "terms": written}, texts=TEXTS)

    assert resolved == resolve_template(GOOD, texts=TEXTS)


def test_stages_series_and_service_levels_are_resolved_with_what_they_leave_out() -> None:
    tables: Mapping[str, Any] = {
        "stage": [{"name": "early_warning", "start": "awareness", "unit": "hours", "amount": 24}],
        "series": [{"name": "dialogue", "interval_months": 6, "first_by": "2015-12-31"}],
        "service_level": [{"percent": 80, "hours": 120}],
    }

    terms = parse_terms(resolve_template({**GOOD, **tables}, texts=TEXTS))

    assert terms.stages == (
        Stage(name="early_warning", start="awareness", unit="hours", amount=24),
    )
    assert terms.series == (
        Series(name="dialogue", interval_months=6, first_by=date(2015, 12, 31)),
    )
    assert terms.service_levels == (ServiceLevel(percent=80, hours=120),)


@EVERY_TEMPLATE
def test_the_chinese_text_is_chinese_and_the_english_one_is_not(slug: str) -> None:
    def is_chinese(words: str) -> bool:
        return any("\u4e00" <= sign <= "\u9fff" for sign in words)

    for commitment in terms_of(slug).commitments:
        assert is_chinese(commitment.text["zh-Hans"]), commitment.id
        assert not is_chinese(commitment.text["en"]), commitment.id


def test_the_accord_of_2015_marks_what_its_chinese_text_alone_says() -> None:
    only = {item.id: item.only for item in terms_of("us-china-2015").commitments if item.only}

    assert only == {"C4.1": {"zh-Hans": "本着依法、对等、坦诚、务实的原则"}}


def test_the_accord_of_2015_has_its_cadence_and_the_reading_of_its_hotline() -> None:
    terms = terms_of("us-china-2015")

    assert [(one.name, one.first_by, one.interval_months) for one in terms.series] == [
        ("dialogue", date(2015, 12, 31), 6)
    ]
    assert terms.hotline is not None
    assert terms.hotline.reading == "while_responding"
    assert "at any time" in terms.hotline.source


@pytest.mark.parametrize(
    ("urgency", "access", "unit", "amount"),
    [
        ("urgent", "direct", "hours", 8),
        ("urgent", "indirect", "calendar_days", 3),
        ("emergency", "direct", "hours", 8),
        ("routine", "direct", "calendar_days", 7),
        ("routine", "indirect", "calendar_days", 7),
    ],
)
def test_the_directive_answers_within_its_three_limits(
    urgency: str, access: str, unit: str, amount: int
) -> None:
    clock = terms_of("eu-2023-977").clock_for(
        "answer", kind="information_request", urgency=urgency, access=access
    )

    assert clock is not None
    assert (clock.unit, clock.amount) == (unit, amount)


def test_the_directive_closes_its_grounds_and_extends_for_a_court_alone() -> None:
    terms = terms_of("eu-2023-977")

    assert terms.extension_grounds == {"judicial_authorisation"}
    assert len(terms.grounds) == 12
    assert terms.grounds.isdisjoint({"other", "political_offence", "sovereignty_or_ordre_public"})


def test_over_the_24_7_contacts_no_answer_is_late_and_data_are_kept_sixty_days_at_first() -> None:
    terms = terms_of("budapest-24-7")

    assert {rule.unit for rule in terms.clocks if rule.name == "answer"} == {"none"}
    assert (terms.preservation_days, terms.preservation_longest_days) == (60, 90)
    assert terms.kinds >= {"preservation", "information_request"}


def test_an_incident_is_told_in_three_stages_from_awareness() -> None:
    stages = [
        (stage.name, stage.start, stage.after, stage.unit, stage.amount)
        for stage in terms_of("nis2-style").stages
    ]

    assert stages == [
        ("early_warning", "awareness", "", "hours", 24),
        ("notification", "awareness", "", "hours", 72),
        ("final_report", "stage", "notification", "months", 1),
    ]


def test_the_directory_is_checked_every_six_months() -> None:
    terms = terms_of("un-poc")

    assert terms.check_months == 6
    assert "[M]" in terms.check_source


def test_text_before_the_first_heading_is_left_out() -> None:
    terms = parse_terms(resolve_template(GOOD, texts=TEXTS))

    assert terms.commitments[0].text["en"] == "Answer\nin time."


def test_lists_in_a_template_may_stand_in_any_order() -> None:
    assert parse_terms(resolve_template(GOOD, texts=TEXTS)).kinds == {"mitigation", "preservation"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": 1}, "title: expected"),
        ({"unknown": 1}, "unknown: expected no such member"),
        ({"commitment": [{"id": "C 1", "nature": "continuing"}]}, r"commitment\[0\]\.id"),
        ({"clock": [{"name": "answer", "unit": "weeks", "amount": 1}]}, r"clocks\[0\]\.unit"),
        ({"clock": [{"name": "answer", "unit": "hours", "amount": 1.5}]}, r"clocks\[0\]\.amount"),
        ({"terms": {}}, "expected a value, found none"),
    ],
)
def test_a_wrong_field_of_a_template_is_named(changes: Mapping[str, Any], message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        resolve_template({**GOOD, **changes}, texts=TEXTS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"## C2\nTalk.\n", "line 1: expected a heading ## C1"),
        (b"## C1\nAnswer.\n", "expected a heading ## C2"),
        (b"## C1\nAnswer.\n## C2\nTalk.\n## C3\nMore.\n", "line 5: expected no further heading"),
        (b"## C1\n## C2\nTalk.\n", "expected words under ## C1"),
        (b"\xff", "expected UTF-8"),
    ],
)
def test_a_wrong_line_of_a_text_is_named(text: bytes, message: str) -> None:
    with pytest.raises(TemplateError, match=rf"text\.en\.md.*{message}"):
        read_commitment_texts(text, ids=["C1", "C2"], file_name="text.en.md")


def test_a_template_without_words_binds_nobody() -> None:
    with pytest.raises(TemplateError, match="found none"):
        resolve_template(GOOD, texts={})


def test_the_digest_of_a_template_changes_with_any_file() -> None:
    files = {"template.toml": b"a", "text.en.md": b"b"}

    assert template_digest(files) == template_digest(dict(reversed(files.items())))
    assert template_digest(files) != template_digest({**files, "text.en.md": b"c"})
    assert template_digest(files) != template_digest({"template.toml": b"b", "text.en.md": b"a"})
