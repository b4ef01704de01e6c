"""One document as the rules of names see it: its words, with the known forms among them.

Source: docs/spec/evidence/names.md, "Known forms".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.evidence.documents import Document
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.names.known_forms import Hit, Hits, KnownForms, known_forms
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.names.runs import without_given_names
from servanda.evidence.names.text_words import Words, words_of
from servanda.evidence.names.vocabulary import SUFFIXES


@dataclass(frozen=True, slots=True)
class Scene:
    """What the rules of one document share; nothing in it changes.

    Attributes:
        document: Whose names are looked for.
        gazetteer: What is known beforehand.
        known: Compiled from the gazetteer.
        words: Of the document, without furniture.
        hits: The known forms.
        taken: Word by word, whether a known form has it.
    """

    document: Document
    gazetteer: Gazetteer
    known: KnownForms
    words: Words
    hits: Hits
    taken: Sequence[bool]


def scene_of(document: Document, gazetteer: Gazetteer) -> Scene:
    """Return what the rules need of `document`."""
    known = known_forms(gazetteer)
    words = words_of(document)
    found = without_given_names(tuple(known.hits(words)), words, gazetteer.given_names)
    found = tuple(hit for hit in found if not _has_suffix(hit, words))
    taken = [False] * len(words)
    for hit in found:
        for index in range(hit.first, hit.after):
            taken[index] = True
    return Scene(
        document=document,
        gazetteer=gazetteer,
        known=known,
        words=words,
        hits=Hits({hit.first: hit for hit in found}, {hit.after: hit for hit in found}),
        taken=taken,
    )


def _has_suffix(hit: Hit, words: Words) -> bool:
    """Tell whether a known person's name goes on with "Jr.", which makes it another's."""
    at = hit.after
    return (
        hit.kind is EntityKind.PERSON
        and at < len(words)
        and words.folds[at] in SUFFIXES
        and not words.genitive[at - 1]
        and words.gap(at) in {" ", ", "}
    )
