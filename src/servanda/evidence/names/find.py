"""Find the names of a document and say whom each means.

In this order: (1) known forms of the gazetteer; (2) sequences of words with capitals, without the
titles before them; (3) bodies; (4) full names of people, the sure ones first; (5) short forms,
each to the last fitting full form; (6) offices; (7) units by number, and names in ideographs;
(8) proposals. Nothing is merged by likeness.

Source: docs/spec/evidence/names.md.
"""

from collections.abc import Iterable, Iterator, Mapping

from servanda.evidence.documents import Document
from servanda.evidence.names.draft import Draft
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.names.mentions import Entity, EntityKind, Mention, entity_key, normal_name
from servanda.evidence.names.names import Names
from servanda.evidence.names.other_mentions import (
    body_mentions,
    ideograph_mentions,
    known_mentions,
    unit_mentions,
)
from servanda.evidence.names.person_mentions import full_mentions, short_mentions
from servanda.evidence.names.pieces import pieces_of
from servanda.evidence.names.propose import with_proposals
from servanda.evidence.names.scene import scene_of


def find_names(document: Document, *, gazetteer: Gazetteer) -> Names:
    """Return the names of `document` outside its furniture.

    Args:
        document: As read.
        gazetteer: What is known beforehand; nothing of it is needed for what the text explains.
    """
    scene = scene_of(document, gazetteer)
    draft = Draft(scene, pieces_of(scene))
    found = [*full_mentions(draft), *short_mentions(draft), *body_mentions(draft)]
    found.extend(known_mentions(draft))
    found.extend(unit_mentions(draft))
    found.extend(ideograph_mentions(draft))
    kept = tuple(_without_overlap(found))
    mentions, proposals = with_proposals(kept, draft.entities, gazetteer)
    for proposal in proposals:
        draft.add_known((proposal.proposed,))
    for key in dict.fromkeys(key for mention in mentions for key in mention.candidates):
        draft.add_known((key,))
    author = ""
    if document.author and normal_name(document.author.value):
        name = document.author.value
        author = draft.add(entity_key(EntityKind.PERSON, name), name, EntityKind.PERSON)
    extra = (author, *(proposal.proposed for proposal in proposals))
    used = _used(mentions, draft.entities, extra)
    return Names(mentions=mentions, entities=used, proposals=proposals)


def _without_overlap(found: Iterable[Mention]) -> Iterator[Mention]:
    """Yield mentions by position; of two that overlap, the one that begins first or is longer."""
    end = -1
    for mention in sorted(found, key=lambda m: (m.span.start, -m.span.end, m.kind, m.how)):
        if mention.span.start >= end:
            end = mention.span.end
            yield mention


def _used(
    mentions: Iterable[Mention], entities: Mapping[str, Entity], extra: Iterable[str]
) -> dict[str, Entity]:
    """Return the entities of what is left, by key in order."""
    keys = {key for key in extra if key}
    for mention in mentions:
        keys.update(mention.candidates)
        keys.update(key for key in (mention.entity, mention.office) if key)
    return {key: entities[key] for key in sorted(keys)}
