"""Outlets that pass on what they print: no first voice of what their own text gives away.

One paper cites another for what that other has from a third. Where an outlet's own text, in the
documents at hand, gives the same content to somebody else, its word is followed to that voice.
Where all of them cite each other in a circle, nobody can be told to be the first, and they are one
origin.

Source: docs/spec/evidence/origins.md, "The first voice".
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.names.mentions import EntityKind, entity_key
from servanda.evidence.origins.statements import Statement

_OUTLET = f"{EntityKind.OUTLET.value}:"


def given_by_outlets(
    numbers: Iterable[int],
    statements: Sequence[Statement],
    voices: Sequence[str | None],
    corpus: Corpus,
) -> Mapping[str, AbstractSet[str]]:
    """Return, by key of an outlet, whom its own documents give some statements to.

    Args:
        numbers: Of statements that say the same.
        statements: Of the corpus.
        voices: The first voice of each, where one is named.
        corpus: For the outlets of the documents.
    """
    found: dict[str, set[str]] = {}
    for number in numbers:
        publisher = corpus.document(statements[number].span).publisher
        voice = voices[number]
        if publisher is not None and voice is not None:
            outlet = corpus.standing.entity(entity_key(EntityKind.OUTLET, publisher.value))
            if voice != outlet:
                found.setdefault(outlet, set()).add(voice)
    return found


def first_of(voices: Iterable[str], given_by: Mapping[str, AbstractSet[str]]) -> set[str]:
    """Return whom named voices that say the same lead back to.

    Args:
        voices: Their keys.
        given_by: As `given_by_outlets` returns it.
    """
    found: set[str] = set()
    for voice in voices:
        reached = _reached(voice, given_by)
        found |= {one for one in reached if one not in given_by} or {min(reached)}
    return found


def _reached(voice: str, given_by: Mapping[str, AbstractSet[str]]) -> set[str]:
    reached = {voice}
    waiting = [voice]
    while waiting:
        one = waiting.pop()
        if not one.startswith(_OUTLET):
            continue
        for other in sorted(given_by.get(one, frozenset()) - reached):
            reached.add(other)
            waiting.append(other)
    return reached
