"""One source that is made to say what cannot both hold.

By the table of propositions that oppose each other, and by one content with and without a "not".

Source: docs/spec/evidence/flags.md, "one_source_opposed_positions".
"""

from collections.abc import Iterator, Sequence

from servanda.evidence.claims.claim import HedgeKind
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.origins.statements import Statement

MOST_OTHER_STEMS = 2  # of a denial and what it denies; with more the "not" may be of something else
_AGAINST = frozenset({HedgeKind.NEGATED, HedgeKind.NOT_NECESSARILY})


def one_source_opposed_positions(material: Material) -> Iterator[Raised]:
    """Yield one flag for each source and each pair of positions, told by different texts."""
    by_voice: dict[str, list[Statement]] = {}
    for one in material.origins.statements:
        for voice in sorted(material.voices(one)):
            by_voice.setdefault(voice, []).append(one)
    for voice, said in sorted(by_voice.items()):
        for first, second in material.propositions.opposed:
            yield from _raised(
                voice,
                [one for one in said if first in one.propositions],
                [one for one in said if second in one.propositions],
                material,
            )
    yield from _denied(material)


def _denied(material: Material) -> Iterator[Raised]:
    """Yield what one voice both claims and denies: the same words, but for the "not"."""
    for support in material.origins.supports:
        if len(support.documents) == 1 or not support.how.startswith("alike.words"):
            continue
        by_voice: dict[str, list[Statement]] = {}
        for one in material.members(support):
            if not one.is_quotation and one.key in material.claims:
                for voice in sorted(material.voices(one)):
                    by_voice.setdefault(voice, []).append(one)
        for voice, said in sorted(by_voice.items()):
            against = [one for one in said if _is_denial(one, material)]
            bare = [
                one
                for one in said
                if one not in against and any(_differ_by_a_word(one, o) for o in against)
            ]
            yield from _raised(voice, bare, against, material)


def _differ_by_a_word(one: Statement, other: Statement) -> bool:
    return len(one.stems ^ other.stems) <= MOST_OTHER_STEMS


def _is_denial(one: Statement, material: Material) -> bool:
    claim = material.claims[one.key]
    return any(
        hedge.kind in _AGAINST and any(part.covers(hedge.span) for part in claim.content)
        for hedge in claim.hedges
    )


def _raised(
    voice: str, one: Sequence[Statement], other: Sequence[Statement], material: Material
) -> Iterator[Raised]:
    both = {each.key for each in one} & {each.key for each in other}
    first = [each for each in one if each.key not in both]
    second = [each for each in other if each.key not in both]
    documents = [{each.span.document for each in side} for side in (first, second)]
    # Within one text the context settles it; between texts one of them may have it wrong.
    if first and second and (documents[0] - documents[1] or documents[1] - documents[0]):
        yield Raised(
            sides=tuple(tuple(each.span for each in side) for side in (first, second)),
            parameters={"source": material.name(voice)},
        )
