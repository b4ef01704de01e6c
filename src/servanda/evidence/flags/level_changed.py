"""Who sat at the table is of another rank than was planned.

Source: docs/spec/evidence/flags.md, "level_changed".
"""

import re
from collections.abc import Iterator
from typing import Final

from servanda.evidence.events.event import Event
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.spans import Span

_HIGH: Final = (
    r"(?:ministerial|ministry-level|cabinet-level|ministers?|secretaries|leaders"
    r"|heads? of (?:state|government))"
)
_MEANT: Final = re.compile(
    r"\b(?:was|were|had been)\s(?:first\s|originally\s)?(?:intended|meant|supposed|planned"
    rf"|scheduled|expected)\sto\sbe\s(?:[\w-]+\s){{0,4}}?{_HIGH}",
    re.IGNORECASE,
)
_ABSENT: Final = re.compile(
    r"\b(?:pulled out|stayed (?:at home|away)|cancel(?:led|ed)|did not (?:attend|come|travel)"
    r"|withdrew|(?:were|was) replaced|sent (?:[\w-]+ ){0,3}deput(?:y|ies)|(?:were|was) absent"
    r"|dropped out)\b",
    re.IGNORECASE,
)
_HIGH_WORD: Final = re.compile(rf"\b{_HIGH}", re.IGNORECASE)
_LOW: Final = re.compile(
    r"\b(?:deput(?:y|ies)|undersecretar(?:y|ies)|vice[- ]ministers?|working[- ]level"
    r"|assistant secretar(?:y|ies)|senior officials)\b",
    re.IGNORECASE,
)


def level_changed(material: Material) -> Iterator[Raised]:
    """Yield one flag for each meeting whose rank differs from its plan, by one text or by two."""
    for document in material.documents:
        for sentence in material.sentences[document.sha256]:
            meant = _MEANT.search(document.text, sentence.start, sentence.end)
            absent = meant and _ABSENT.search(document.text, meant.end(), sentence.end)
            if meant and absent:
                yield _raised(
                    document.span(meant.start(), meant.end()),
                    document.span(absent.start(), absent.end()),
                    material,
                )
    by_key = {one.key: one for one in material.events}
    for event in material.events:
        if event.plans in by_key:
            yield from _between(event, by_key[event.plans], material)


def _between(planned: Event, held: Event, material: Material) -> Iterator[Raised]:
    high = _word(planned, _HIGH_WORD, material)
    low = _word(held, _LOW, material)
    if high and low and _word(held, _HIGH_WORD, material) is None:
        yield _raised(high, low, material)


def _word(event: Event, pattern: re.Pattern[str], material: Material) -> Span | None:
    for telling in event.tellings:
        document = material.corpus.document(telling.span)
        sentence = material.sentence_at(telling.span)
        if found := pattern.search(document.text, sentence.start, sentence.end):
            return document.span(found.start(), found.end())
    return None


def _raised(planned: Span, held: Span, material: Material) -> Raised:
    return Raised(
        sides=((planned,), (held,)),
        parameters={"planned": material.words(planned), "held": material.words(held)},
    )
