"""The same words between marks, given to two speakers.

Source: docs/spec/evidence/flags.md, "same_quotation_different_speaker".
"""

from collections.abc import Iterator

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.origins.alike import joined
from servanda.evidence.origins.statements import QUOTED_WORDS, Statement


def same_quotation_different_speaker(material: Material) -> Iterator[Raised]:
    """Yield one flag for each quotation that texts give to different voices."""
    quoted = [one for one in material.origins.statements if _counts(one, material)]
    numbers = {one.span: number for number, one in enumerate(quoted)}
    pairs = [
        (numbers[match.a], numbers[match.b])
        for match in material.corpus.matches
        if match.a in numbers and match.b in numbers
    ]
    for group in joined(len(quoted), pairs):
        sides: dict[frozenset[str], list[Statement]] = {}
        for number in group:
            sides.setdefault(material.voices(quoted[number]), []).append(quoted[number])
        apart = _disjoint(list(sides))
        if len(apart) > 1:
            # The voice that is told with more of its way (person, body, occasion) is preferred.
            best = max(apart, key=lambda voice: max(len(one.via) for one in sides[voice]))
            yield Raised(
                sides=tuple(tuple(one.span for one in sides[voice]) for voice in apart),
                parameters={
                    "speakers": " / ".join(material.named(voice) for voice in apart),
                    "preferred": material.named(best),
                },
            )


def _counts(one: Statement, material: Material) -> bool:
    return (
        one.is_quotation
        and bool(material.voices(one))
        and len(material.words(one.span).split()) >= QUOTED_WORDS
    )


def _disjoint(voices: list[frozenset[str]]) -> list[frozenset[str]]:
    """Return the voices that have nobody in common with one before: "Xi and Obama" is both."""
    apart: list[frozenset[str]] = []
    for voice in voices:
        if not any(_is_one(key, known) for other in apart for known in other for key in voice):
            apart.append(voice)
    return apart


def _is_one(key: str, other: str) -> bool:
    """Tell whether two keys name one: the same, or with a title that nobody knows before it."""
    one, two = (each.partition(":")[2] for each in (key, other))
    return key == other or f" {one}".endswith(f" {two}") or f" {two}".endswith(f" {one}")
