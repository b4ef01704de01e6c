"""Every wording about persons presumes innocence, in both languages, and holds no name."""

import re
from datetime import date

import pytest

from servanda.core.custody.fold import fold_persons
from servanda.core.statements.codes import CUSTODY_EVENTS
from servanda.interfaces.language import LANGUAGES, catalogue, text
from servanda.interfaces.person_words import event_word, person_row
from tests.core.casework.counting import digest
from tests.core.custody.test_persons import event, listed
from tests.core.keys.cast import BOB

# What nobody is called before a conviction, nor after it by this software.
FORBIDDEN = re.compile(
    r"\b(hackers?|culprits?|criminals|an? criminal|perpetrators?|offenders?|guilty|suspects?)\b"
    "|\u9ed1\u5ba2|\u7f6a\u72af|\u51f6\u624b|\u72af\u4eba|\u5acc\u72af",
    re.IGNORECASE,
)
TODAY = date(2026, 12, 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", sorted(CUSTODY_EVENTS))
def test_no_wording_of_any_event_calls_anybody_guilty(what: str, language: str) -> None:
    said = event(what, "2026-02-01", by=BOB, announced="convicted", source_grade="C")
    found = fold_persons((listed(), said))
    row = person_row(found.by_leaf[digest("p")], 1, today=TODAY, language=language)
    told = " ".join((*row.events, row.last, *row.awaited, row.erasure))

    assert "_" not in event_word(what, language=language)
    assert FORBIDDEN.search(told) is None


def test_reported_is_told_apart_from_confirmed_in_every_language() -> None:
    for language in LANGUAGES:
        reported, confirmed = (
            event_word(f"arrested_{how}", language=language) for how in ("reported", "confirmed")
        )
        assert reported != confirmed
    assert event_word("charged", language="en") == "charged, not convicted"


@pytest.mark.parametrize("what", ["charged", "convicted", "acquitted"])
def test_what_only_a_source_says_of_a_court_is_told_as_a_report(what: str) -> None:
    graded = event(what, "2026-02-01", source_grade="F", information_grade="6")
    stated = event(what, "2026-02-01")
    for language in LANGUAGES:
        rows = [
            person_row(
                fold_persons((listed(), said)).by_leaf[digest("p")],
                1,
                today=TODAY,
                language=language,
            )
            for said in (graded, stated)
        ]
        words = text("by a report: {event}", language=language).format(
            event=event_word(what, language=language)
        )

        assert words in rows[0].events[0]
        assert words in rows[0].last
        assert words not in rows[1].events[0]


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_text_of_the_software_uses_such_a_word(language: str) -> None:
    used = {*catalogue(language), *catalogue(language).values()}
    assert [words for words in used if FORBIDDEN.search(words)] == []
