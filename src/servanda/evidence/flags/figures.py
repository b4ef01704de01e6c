"""Figures: a part without its whole, and two that differ.

Source: docs/spec/evidence/flags.md, "figure_in_one_source", "figures_differ".
"""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from servanda.evidence.events.classes import HEAD, EventClass, class_of
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.spans import Span
from servanda.evidence.stories.terms import stem
from servanda.evidence.times.numbers import CARDINAL, parse_number

_PART: Final = re.compile(
    rf"\b(?P<number>{CARDINAL})\s(?:of|out\sof)\s(?:the|those|these|its|their)\s"
    rf"(?!{CARDINAL}\b)(?:[\w-]+\s){{0,3}}?(?P<noun>[a-z]{{3,}}(?<!s)s)\b",
    re.IGNORECASE,
)
_OF: Final = re.compile(r"\sof\s(?:the|those|these|its|their)\s", re.IGNORECASE)
_COUNT: Final = re.compile(
    rf"\b(?P<number>{CARDINAL})\s(?P<between>(?:(?!of\b|and\b)[a-z-]+\s){{0,2}}?)"
    r"(?P<noun>[a-z]{3,}(?<!s)s)\b",
    re.IGNORECASE,
)
_NO_THINGS: Final = re.compile(
    r"days|weeks|months|years|hours|minutes|times|percent|dollars|countries|sides|nations|states"
)
_LEAST: Final = 2


def figure_in_one_source(material: Material) -> Iterator[Raised]:
    """Yield one flag for each part of victims or cases whose whole no text gives."""
    parts = [*_parts(material)]
    stated = _stated({noun for noun, _ in parts}, material)
    for noun, span in parts:
        if noun not in stated:
            yield Raised(sides=((span,),), parameters={"figure": material.words(span)})


def _parts(material: Material) -> Iterator[tuple[str, Span]]:
    """Yield what each part is of and where it stands, in texts of intrusions."""
    for document in material.documents:
        before = ""
        for sentence in material.sentences[document.sha256]:
            text = document.text_of(sentence)
            found = [*_PART.finditer(text)] if _OF.search(text) else []
            for part in found:
                number = parse_number(part["number"])
                if number and number >= _LEAST and any(map(_is_of_intrusions, (text, before))):
                    yield (
                        stem(part["noun"]),
                        document.span(sentence.start + part.start(), sentence.start + part.end()),
                    )
            before = text


def _stated(nouns: set[str], material: Material) -> set[str]:
    """Return those of `nouns` that any text counts."""
    return {
        noun
        for document in material.documents
        for lowered in [document.text.lower()]
        if any(one in lowered for one in nouns)
        for sentence in material.sentences[document.sha256]
        for noun, _, _ in _counts(document.text_of(sentence), sentence)
    }


def figures_differ(material: Material) -> Iterator[Raised]:
    """Yield one flag for each content that two texts count differently."""
    seen: set[tuple[Span, Span]] = set()
    for support in material.origins.supports:
        if len(support.documents) < 2:  # noqa: PLR2004 - one text is no two
            continue
        counted = [
            (noun, number, span)
            for one in material.members(support)
            for noun, number, span in _counts(material.corpus.text_of(one.span), one.span)
        ]
        for (noun, number, span), (other_noun, other, place) in combinations(counted, 2):
            if (
                noun == other_noun
                and number != other
                and span.document != place.document
                and (span, place) not in seen
            ):
                seen.add((span, place))
                yield Raised(
                    sides=((span,), (place,)),
                    parameters={"one": material.words(span), "other": material.words(place)},
                )


def _counts(text: str, within: Span) -> Iterator[tuple[str, int, Span]]:
    """Yield what is counted, how many, and where."""
    for found in _COUNT.finditer(text):
        number = parse_number(found["number"])
        if number is None or _NO_THINGS.fullmatch(found["noun"].lower()) or number < _LEAST:
            continue
        span = Span(
            document=within.document,
            start=within.start + found.start(),
            end=within.start + found.end(),
        )
        yield stem(found["noun"]), int(number), span


def _is_of_intrusions(text: str) -> bool:
    return any(class_of(found) is EventClass.INTRUSION for found in HEAD.finditer(text))
