"""The first voice of a statement: who said it first, as far as the texts tell.

A person who speaks for a body is that body: what a firm's head writes on the firm's pages is the
firm's claim, however many of its people repeat it.

Source: docs/spec/evidence/origins.md, "The first voice".
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.origins.statements import Statement
from servanda.evidence.reading.look_alikes import posing_words
from servanda.evidence.spans import Span
from servanda.evidence.voices import UNNAMED

BODIES = (EntityKind.FIRM.value, EntityKind.AGENCY.value, EntityKind.ORGANISATION.value)
JOINT = " + "  # between the keys of those who speak together
LEAST_THROUGH = 200  # permille of a person's statements that came through the body
PERMILLE = 1_000
_PERSON = EntityKind.PERSON.value
_OUTLET = f"{EntityKind.OUTLET.value}:"


def bodies_of_people(corpus: Corpus, statements: Sequence[Statement]) -> Mapping[str, str]:
    """Return the body that each person speaks for, by the relay chains of all documents.

    Where the chains of one person name several bodies, none is taken; nor where hardly any of
    what the person says came through one: that somebody's words were once told by a police force
    does not make them the police's.
    """
    found: dict[str, set[str]] = {}
    told: Counter[str] = Counter()
    through: Counter[str] = Counter()
    for one in statements:
        bodies = _bodies(one)
        for key in () if one.voice is None else one.voice.entities:
            if key.startswith(f"{_PERSON}:"):
                person = corpus.standing.entity(key)
                told[person] += 1
                if bodies:
                    through[person] += 1
                    found.setdefault(person, set()).add(bodies[-1])
    return {
        person: min(bodies)
        for person, bodies in found.items()
        if len(bodies) == 1 and through[person] * PERMILLE >= LEAST_THROUGH * told[person]
    }


def first_voices(corpus: Corpus, statements: Sequence[Statement]) -> list[str | None]:
    """Return who said each statement first; None where nobody is named.

    One quotation has one first voice. Where two documents give it to two, it is the one that is
    told with more of its way (person, body, occasion); of equal ones, the first by place.
    """
    bodies = bodies_of_people(corpus, statements)
    voices = [_first_voice(one, corpus=corpus, bodies=bodies) for one in statements]
    numbers = {one.span: number for number, one in enumerate(statements) if one.is_quotation}
    for match in corpus.matches:
        pair = [numbers[span] for span in (match.a, match.b) if span in numbers]
        given = [number for number in pair if voices[number] is not None]
        if len(pair) == len(given) and len({voices[number] for number in given}) > 1:
            best = max(given, key=lambda number: (len(statements[number].via), -number))
            for number in given:
                voices[number] = voices[best]
    for number, inner in _relayed(statements).items():
        if voices[inner] is not None:
            voices[number] = voices[inner]
    return voices


def _relayed(statements: Sequence[Statement]) -> Mapping[int, int]:
    """Return, for each statement in which an outlet only passes words on, whose words they are.

    "The Tribune reported that Palisade said …" is Palisade's word; the Tribune is a link of its
    chain, and counted beside it one voice would be two origins.
    """
    outlets = {
        one.voice.mention: number
        for number, one in enumerate(statements)
        if one.voice and any(key.startswith(_OUTLET) for key in one.voice.entities)
    }
    found: dict[int, int] = {}
    for inner, one in enumerate(statements):
        for link in one.via:
            outer = None if link.span is None else outlets.get(link.span)
            if outer is not None and outer != inner:
                found.setdefault(outer, inner)
    return found


def _first_voice(statement: Statement, *, corpus: Corpus, bodies: Mapping[str, str]) -> str | None:
    voice = statement.voice
    if voice is None:
        return None
    named = _bodies(statement)
    # A name that poses as another is nobody's until a person merges it: it counts as not told.
    if any(posing_words(key) for key in (*voice.entities, *named)):
        return None
    if named and not _is_of_the_state(named[-1]):
        return named[-1]
    keys = voice.entities or _named_within(voice.mention, corpus)
    if keys:
        return JOINT.join(sorted({bodies.get(key, key) for key in keys}))
    return named[-1] if named else None


def _named_within(mention: Span, corpus: Corpus) -> tuple[str, ...]:
    """Return the body that a description names: "research from the security firm …"."""
    names = corpus.analyses[mention.document].names
    found = [
        corpus.standing.entity(one.entity)
        for one in names.within(mention)
        if one.entity and one.kind.value in BODIES
    ]
    return tuple(found[:1])


def _bodies(statement: Statement) -> list[str]:
    """Return the bodies of a relay chain, from the outlet inwards."""
    return [
        link.name
        for link in statement.via
        if link.name != UNNAMED and link.name.partition(":")[0] in BODIES
    ]


def _is_of_the_state(key: str) -> bool:
    """Tell whether a body is an agency: its people hold offices, and speak as such."""
    return key.startswith(f"{EntityKind.AGENCY.value}:")
