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
    stated = {
        noun
        for document in material.documents
        for sentence in material.sentences[document.sha256]
        for noun, _, _ in _counts(document.text_of(sentence), sentence)
    }
    for document in material.documents:
        is_near = False
        for sentence in material.sentences[document.sha256]:
            text = document.text_of(sentence)
            is_near, was_near = _is_of_intrusions(text), is_near
            for part in _PART.finditer(text):
                noun, number = stem(part["noun"]), parse_number(part["number"])
                is_ours = is_near or was_near
                if is_ours and number and number >= _LEAST and noun not in stated:
                    span = document.span(sentence.start + part.start(), sentence.start + part.end())
                    yield Raised(
                        sides=((span,),),
                        parameters={"figure": material.words(span)},
                    )


def figures_differ(material: Material) -> Iterator[Raised]:
    """Yield one flag for each content that two texts count differently."""
    seen: set[tuple[Span, Span]] = set()
    for support in material.origins.supports:
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
