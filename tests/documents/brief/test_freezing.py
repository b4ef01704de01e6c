"""What was frozen comes out of the snapshot to the byte, or not at all."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from servanda.core import canonical
from servanda.core.dialogue.record_form import parse_record
from servanda.core.errors import CounterpartError
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import parse_party
from servanda.core.keys.card import encode_card
from servanda.core.snapshot.snapshot import VerifiedSnapshot, sign_snapshot, verify_snapshot
from servanda.documents.brief.content import Brief
from servanda.documents.brief.forms import FORMS, write_brief
from servanda.documents.brief.freezing import (
    OtherRenderingError,
    frozen_briefs,
    snapshot_parts,
    write_frozen,
)
from servanda.documents.brief.value import brief_of_value, brief_value
from servanda.documents.brief.wording import WORDS
from tests.core.keys.cast import card_of, secrets_of
from tests.documents.brief.test_brief import EXAMPLE, LANGUAGES, brief

ALICE = parse_party("alice.example")
SELECTIONS = [("en",), ("zh-Hans",), ("en", "zh-Hans"), ("zh-Hans", "en")]


def briefs(edition: Edition = Edition.PARTY) -> list[Brief]:
    record = parse_record(EXAMPLE)
    return [brief(record, language, edition) for language in LANGUAGES]


def frozen(parts: Mapping[str, Any]) -> VerifiedSnapshot:
    return verify_snapshot(
        sign_snapshot(
            parts,
            card=encode_card(card_of(ALICE)),
            frozen_at=datetime(2026, 7, 1, tzinfo=UTC),
            secrets=secrets_of(ALICE),
        )
    )


@pytest.fixture(scope="module")
def parts() -> dict[str, Any]:
    return dict(snapshot_parts(briefs(), {"file": "sha256:0"}))


@pytest.mark.parametrize("languages", SELECTIONS, ids="+".join)
@pytest.mark.parametrize("form", FORMS)
def test_each_file_of_a_snapshot_has_the_bytes_of_the_brief(
    form: str, languages: tuple[str, ...], parts: dict[str, Any]
) -> None:
    by_language = dict(zip(LANGUAGES, briefs(), strict=True))

    assert write_frozen(frozen(parts), form, languages) == write_brief(
        form, [by_language[one] for one in languages]
    )


@pytest.mark.parametrize("edition", list(Edition))
def test_a_brief_comes_back_from_its_value(edition: Edition) -> None:
    for one in briefs(edition):
        assert brief_of_value(json.loads(canonical.encode(brief_value(one)))) == one


def test_a_snapshot_has_the_fixed_words_too_so_that_new_ones_change_nothing(
    parts: dict[str, Any],
) -> None:
    held = frozen_briefs(frozen(parts))["en"]

    assert held.words["rests_on"] == WORDS["en"]["rests_on"]
    assert held.words.keys() < WORDS["en"].keys()


def test_another_program_here_is_named_and_no_other_bytes_are_given(parts: dict[str, Any]) -> None:
    other = json.loads(canonical.encode(parts))
    other["made_with"]["typst"] = "0.0.1"
    other["renderings"]["pdf"]["en"] = "sha256:" + "0" * 64

    with pytest.raises(OtherRenderingError, match=r"typst: expected just 0\.0\.1, found"):
        write_frozen(frozen(other), "pdf", ["en"])
    assert write_frozen(frozen(other), "json", ["en"])  # what comes out the same may be had


def test_a_brief_that_is_not_the_one_rendered_is_refused(parts: dict[str, Any]) -> None:
    other = json.loads(canonical.encode(parts))
    other["briefs"]["en"]["title"] = "Another"

    for form in FORMS:
        with pytest.raises(OtherRenderingError, match="sha256:"):
            write_frozen(frozen(other), form, ["en"])


@pytest.mark.parametrize(
    ("form", "languages"), [("odt", ["en"]), ("pdf", ["fr"]), ("pdf", ["en", "en"]), ("pdf", [])]
)
def test_what_a_snapshot_does_not_have_is_refused(
    form: str, languages: list[str], parts: dict[str, Any]
) -> None:
    with pytest.raises(CounterpartError):
        write_frozen(frozen(parts), form, languages)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("edition",), "secret"),
        (("as_of",), "yesterday"),
        (("parties",), ["one"]),
        (("parties",), "ab"),
        (("page",), [{}]),
        (("page",), None),
        (("page", 0, "basis"), "hearsay"),
        (("page", 0, "refs"), "all"),
        (("title",), 7),
        (("title",), "on the \u202eegap"),
        (("words",), []),
        (("annexes", 0, "charts", 0, "bars", 0), ["a", True]),
        (("annexes", 0, "charts", 0, "bars", 0), ["a"]),
        (("annexes", 0, "tables", 0, "rows", 0), ["too", "few"]),
        (("annexes", 0, "tables", 0, "languages"), {"x": "en"}),
        (("more",), 1),
    ],
)
def test_a_signed_value_that_is_no_brief_is_refused(place: tuple[Any, ...], value: object) -> None:
    told = json.loads(canonical.encode(brief_value(briefs()[0])))
    target = told
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value

    with pytest.raises(CounterpartError):
        brief_of_value(told)


def test_a_brief_under_the_name_of_another_language_is_refused(parts: dict[str, Any]) -> None:
    other = json.loads(canonical.encode(parts))
    other["briefs"]["en"] = other["briefs"]["zh-Hans"]

    with pytest.raises(CounterpartError):
        frozen_briefs(frozen(other))


def test_the_fonts_and_templates_that_matter_are_named_by_their_hash(parts: dict[str, Any]) -> None:
    made_with = parts["made_with"]

    assert {"brief.typ", "page.html", "style.css"} <= set(made_with)
    assert {"NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"} <= set(made_with)
