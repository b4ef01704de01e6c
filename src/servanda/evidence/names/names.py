"""The names of one document: its mentions in order, and the entities that they mean.

Made by `find_names`; asked by whoever looks for a speaker, an event or a flag.

Source: docs/spec/evidence/names.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from servanda.evidence.names.mentions import Entity, EntityKind, Mention
from servanda.evidence.names.proposals import NameProposal
from servanda.evidence.spans import Span


def _start(mention: Mention) -> int:
    return mention.span.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What was found in one document.

    Attributes:
        mentions: By position; none overlaps another.
        entities: By key; everything that a mention has as entity, candidate or office.
        proposals: What a person may decide to be one, in the order of their mentions.
    """

    mentions: tuple[Mention, ...] = ()
    entities: Mapping[str, Entity] = field(default_factory=dict)
    proposals: tuple[NameProposal, ...] = ()

    def entity_of(self, mention: Mention) -> Entity | None:
        """Return what `mention` means, or None where it stays open."""
        return self.entities.get(mention.entity) if mention.entity else None

    def at(self, offset: int) -> Mention | None:
        """Return the mention that covers the character at `offset`, if one does."""
        index = bisect_right(self.mentions, offset, key=_start) - 1
        if index >= 0 and offset < self.mentions[index].span.end:
            return self.mentions[index]
        return None

    def within(self, span: Span) -> tuple[Mention, ...]:
        """Return the mentions that lie wholly within `span`, in order."""
        first = bisect_left(self.mentions, span.start, key=_start)
        after = bisect_left(self.mentions, span.end, key=_start)
        found = self.mentions[first:after]
        return tuple(mention for mention in found if mention.span.end <= span.end)

    def last_person_before(self, offset: int) -> Mention | None:
        """Return the last mention of a person that ends at `offset` or before it.

        Whether a pronoun may mean it is for the caller: neither gender nor number is assumed.
        """
        return self.last_before(offset, EntityKind.PERSON)

    def last_before(self, offset: int, *kinds: EntityKind) -> Mention | None:
        """Return the last mention of one of `kinds` that ends at `offset` or before it."""
        index = bisect_right(self.mentions, offset, key=_start)
        while index:
            index -= 1
            mention = self.mentions[index]
            if mention.kind in kinds and mention.span.end <= offset:
                return mention
        return None

    def mentions_of(self, key: str) -> tuple[Mention, ...]:
        """Return every mention that means the entity `key`, in order."""
        return tuple(mention for mention in self.mentions if mention.entity == key)
