"""Every note, status, reason and hedge has its sentence, in both languages, with all its places."""

import re

import pytest

from servanda.evidence.claims.claim import HedgeKind
from servanda.evidence.documents import Note
from servanda.evidence.findings.finding import Finding, Reason, Status, Told
from servanda.evidence.rules import how
from servanda.interfaces.evidence.finding_texts import (
    hedge_text,
    reason_texts,
    status_text,
)
from servanda.interfaces.evidence.note_texts import note_text
from servanda.interfaces.language import LANGUAGE_VARIABLE
from tests.house.places import ROOT

ROW = re.compile(r"^\| `([a-z_]+)` \| ([^|]*) \|", re.MULTILINE)
PAGE = (ROOT / "docs" / "spec" / "evidence" / "documents.md").read_text(encoding="utf-8")
NOTES = {
    code: re.findall(r"`([a-z]+)`", parameters)
    for code, parameters in ROW.findall(PAGE[PAGE.index("## Notes") :])
}


@pytest.fixture(params=["en", "zh-Hans"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(LANGUAGE_VARIABLE, request.param)
    return str(request.param)


def found(status: Status, *told: Told) -> Finding:
    return Finding(
        commitment="C2",
        status=status,
        element="nexus",
        told=told,
        statements=(),
        origins=(),
        documents=0,
        how=how("finding.test", 1),
    )


@pytest.mark.parametrize("code", NOTES)
def test_every_note_of_the_page_has_a_sentence(code: str, language: str) -> None:
    said = note_text(Note(code=code, parameters=tuple((name, "7") for name in NOTES[code])))

    assert said != code
    assert "{" not in said
    assert said.isascii() == (language == "en")


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_words(status: Status, language: str) -> None:
    said = status_text(found(status))

    assert said.isascii() == (language == "en")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_sentence_even_without_parameters(
    reason: Reason, language: str
) -> None:
    (said,) = reason_texts(found(Status.NOT_SHOWN, Told(reason=reason)))

    assert "{" not in said
    assert said.isascii() == (language == "en")


def test_hedges_are_told_in_words(language: str) -> None:
    kinds = ", ".join(kind.value for kind in HedgeKind)

    (said,) = reason_texts(
        found(Status.NOT_SHOWN, Told(reason=Reason.HEDGED, parameters={"hedges": kinds}))
    )

    assert "some_say" not in said
    assert said.isascii() == (language == "en")
    assert hedge_text("unknown") == "unknown"
