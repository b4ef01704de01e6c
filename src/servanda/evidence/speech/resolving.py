"""Whom a phrase means that names a speaker: a name in it, or who was named before.

Descriptions and pronouns are resolved inside one document and only to somebody whom it names.
What stays open stays open: a voice without an entity is unnamed, never guessed from outside.

Source: docs/spec/evidence/voices.md, "Whom a voice means".
"""

import bisect
import re
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from servanda.evidence.documents import Document
from servanda.evidence.names.mentions import Entity, EntityKind, Mention
from servanda.evidence.rules import How
from servanda.evidence.spans import Span
from servanda.evidence.voices import Voice

# How far back a pronoun or a description may reach, in characters: about three paragraphs.
REACH: Final = 1_500
# So many mentions are looked back, in whatever reach: a list of names must not take for ever.
MAX_MENTIONS: Final = 400

_SPEAKERS: Final = frozenset(set(EntityKind) - {EntityKind.PLACE})
_BODIES: Final[Mapping[str, EntityKind]] = {
    "firm": EntityKind.FIRM,
    "company": EntityKind.FIRM,
    "corporation": EntityKind.FIRM,
    "startup": EntityKind.FIRM,
    "vendor": EntityKind.FIRM,
    "agency": EntityKind.AGENCY,
    "department": EntityKind.AGENCY,
    "ministry": EntityKind.AGENCY,
    "bureau": EntityKind.AGENCY,
    "administration": EntityKind.AGENCY,
    "office": EntityKind.AGENCY,
    "command": EntityKind.AGENCY,
    "council": EntityKind.ORGANISATION,
    "organisation": EntityKind.ORGANISATION,
    "organization": EntityKind.ORGANISATION,
    "university": EntityKind.ORGANISATION,
    "institute": EntityKind.ORGANISATION,
    "newspaper": EntityKind.OUTLET,
    "paper": EntityKind.OUTLET,
    "magazine": EntityKind.OUTLET,
}
_PAPERS: Final = frozenset({"statement", "report", "release", "spokesman", "spokeswoman", "post"})
# What somebody writes or finds: whoever it comes from speaks.
PAPER: Final = re.compile(
    r"\b(?:research|reports?|stud(?:y|ies)|statements?|surveys?|analys[ei]s|data|letters?|posts?"
    r"|documents?|findings|papers?|bulletins?|advisor(?:y|ies)|memos?|filings?|records?)\b",
    re.IGNORECASE,
)
_COURTESY: Final = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof"})
_HE: Final = frozenset({"he", "him", "his", "himself"})
_SHE: Final = frozenset({"she", "her", "hers", "herself"})
_IT: Final = frozenset({"it", "its", "itself"})
_JOINT: Final = re.compile(
    r"(?:the |both |the two )(?:two )?(?:leaders|men|women|ministers|presidents|pair)"
)
_WORD: Final = re.compile(r"[^\W_][\w.’'-]*")
_LINK: Final = re.compile(r"\b(?:of|for|from|in|at|with|to|on|by|near)\b")
_PRONOUNS: Final = _HE | _SHE | _IT
_COMMA: Final = re.compile(r",\s+")
# What closes an apposition; "and" would begin another name of a list.
_CLOSED: Final = re.compile(r"\s*(?:[,;:.)]|[—–]|$)(?!\s*and\b)", re.MULTILINE)
_AND: Final = re.compile(r"\s*(?:,|,?\s*(?:and|&))\s*")


class Named(Protocol):
    """The names of one document: mentions in order, entities by key."""

    @property
    def mentions(self) -> Sequence[Mention]:
        """In the order of the text."""
        ...

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Whom the mentions mean, by key."""
        ...


class Resolver:
    """Tells whom phrases of one document mean. It keeps no state between questions."""

    def __init__(self, document: Document, names: Named) -> None:
        self._document = document
        self._mentions = [mention for mention in names.mentions if mention.kind in _SPEAKERS]
        self._starts = [mention.span.start for mention in self._mentions]
        self._genders = _genders(document, self._mentions)
        self._entities = names.entities
        self._firsts: dict[EntityKind, Mention] = {}
        for mention in self._mentions:
            self._firsts.setdefault(mention.kind, mention)

    def voice(self, start: int, end: int, *, how: How) -> Voice:
        """Return the voice whose printed form stands from `start` to `end`."""
        heads = self._heads(start, end)
        if heads:
            # A name is kept whole where the words around it were misread: "Northmark Today".
            start = min(start, heads[0].span.start)
            end = max(end, heads[-1].span.end)
            keys = tuple(dict.fromkeys(key for head in heads for key in self._keys_of(head)))
            role = self._role(heads[0]) if len(heads) == 1 else None
        elif named := self._apposed(start, end):
            # "Palisade's analyst, Carol Voss, said": the description is a role of the name.
            role, end = self._document.span(start, end), named.name.end
            keys = self._keys_of(named)
        else:
            keys, role = self._described(start, end), None
        span = self._document.span(start, end)
        return Voice(mention=span, entities=keys, role=role, how=how)

    def mentions_between(self, start: int, end: int) -> Sequence[Mention]:
        """Return the mentions that begin from `start` to before `end`."""
        first = bisect.bisect_left(self._starts, start)
        return self._mentions[first : bisect.bisect_left(self._starts, end)]

    def last_of(self, kind: EntityKind, start: int) -> Mention | None:
        """Return the last mention of that kind before `start`, however far back."""
        reach = len(self._document.text)
        return self._last(start, lambda other: other.kind is kind, reach=reach)

    def _first_of(self, kind: EntityKind, start: int) -> Mention | None:
        first = self._firsts.get(kind)
        return first if first and first.span.start < start else None

    def key_of(self, name: str, kind: EntityKind) -> str:
        """Return the key of what the text names so, or the one that it would have."""
        known = (
            key
            for key, entity in self._entities.items()
            if entity.kind is kind and entity.name == name
        )
        return next(known, f"{kind.value}:{name.lower()}")

    def _heads(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that the phrase is about: not what hangs on a preposition."""
        inside = self._inside(start, end)
        if not inside:
            return []
        link = self._link(start, end, inside)
        if link and inside[0].span.start > link.start():
            # "A report by Palisade" is Palisade's word; "a spokesman for Palisade" is a person.
            is_paper = PAPER.search(self._document.text, start, link.start())
            return inside[:1] if is_paper else []
        heads = [inside[0]]
        for mention in inside[1:]:
            gap = self._document.text[heads[-1].span.end : mention.span.start]
            if mention.kind is heads[-1].kind and _AND.fullmatch(gap):
                heads.append(mention)
            elif not gap.strip() or (not link and mention.kind is EntityKind.PERSON):
                heads = [mention]  # "Northmark minister Carol": the last of a row is the head
        return self._unless_possessive(heads, end)

    def _apposed(self, start: int, end: int) -> Mention | None:
        """Return the person whose name stands in apposition right behind a description."""
        text = self._document.text
        if not _WORD.match(text, start) or text[start:end].lower() in _PRONOUNS:
            return None
        sign = _COMMA.match(text, end)
        if sign is None:
            return None
        for mention in self.mentions_between(sign.end(), sign.end() + 1):
            is_alone = mention.kind is EntityKind.PERSON and mention.span.start == sign.end()
            if is_alone and _CLOSED.match(text, mention.span.end):
                return mention
        return None

    def _inside(self, start: int, end: int) -> list[Mention]:
        first = max(bisect.bisect_left(self._starts, start) - 1, 0)
        last = bisect.bisect_left(self._starts, end)
        return [mention for mention in self._mentions[first:last] if mention.span.end > start]

    def _link(self, start: int, end: int, inside: Sequence[Mention]) -> re.Match[str] | None:
        """Return the first preposition that is not part of a name."""
        link = _LINK.search(self._document.text, start, end)
        while link and any(m.span.start < link.start() < m.span.end for m in inside):
            link = _LINK.search(self._document.text, link.end(), end)
        return link

    def _unless_possessive(self, heads: list[Mention], end: int) -> list[Mention]:
        """`Carol's lawyer` is not Carol; `Carol's` alone and `Carol's statement` are."""
        after = self._document.text[heads[-1].span.end : end]
        rest = after.removeprefix("'s").removeprefix("’s").strip()
        is_another = rest and rest != after.strip() and not PAPER.search(rest)
        return [] if is_another else heads

    def _keys_of(self, mention: Mention) -> tuple[str, ...]:
        if mention.kind is EntityKind.OFFICE:
            holder = self._last(
                mention.span.start,
                lambda other: other.office is not None and other.office == mention.entity,
                reach=len(self._document.text),
            )
            if holder and holder.entity:
                return (holder.entity,)
        return (mention.entity,) if mention.entity else ()

    def _role(self, mention: Mention) -> Span | None:
        if mention.span == mention.name or mention.name.start <= mention.span.start:
            return None
        text = self._document.text
        end = mention.name.start
        if text[mention.span.start : end].strip().rstrip(".") in _COURTESY:
            return None
        while end > mention.span.start and text[end - 1].isspace():
            end -= 1
        return self._document.span(mention.span.start, end)

    def _described(self, start: int, end: int) -> tuple[str, ...]:
        """Return whom a pronoun or a description means."""
        phrase = self._document.text[start:end].lower().replace("’", "'").removesuffix("'s")
        if phrase in _HE or phrase in _SHE:
            return self._person(start, "m" if phrase in _HE else "f")
        if phrase in _IT:
            return self._one(self._last(start, lambda other: other.kind in _BODY_KINDS))
        if _JOINT.fullmatch(phrase):
            return self._pair(start)
        return self._one(self._by_description(start, end, _WORD.findall(phrase)))

    def _by_description(self, start: int, end: int, words: list[str]) -> Mention | None:
        if len(words) > 1 and words[-1] in _PAPERS and words[-2] in _BODIES:
            # "an agency statement": the body that the text is about, which it names first.
            return self._first_of(_BODIES[words[-2]], start)
        if not words or words[0] not in {"the", "that", "this"}:
            return None
        kind = _BODIES.get(words[-1])
        if kind:
            return self._last(start, lambda other: other.kind is kind)
        return self._titled(start, end, words[-1])

    def _titled(self, start: int, end: int, title: str) -> Mention | None:
        """`The minister`: the last person whom the text gives that title, of the same state."""
        said = _capitalised(self._document.text[start:end])

        def fits(other: Mention) -> bool:
            if other.kind is not EntityKind.PERSON or other.span == other.name:
                return False
            role = self._document.text[other.span.start : other.name.start]
            if title not in role.lower().split():
                return False
            other_said = _capitalised(role) - {title.capitalize()}
            return not said or not other_said or bool(said & other_said)

        return self._last(start, fits, reach=len(self._document.text))

    def _person(self, start: int, gender: str) -> tuple[str, ...]:
        def fits(other: Mention) -> bool:
            if other.kind is not EntityKind.PERSON or not other.entity:
                return False
            return self._genders.get(other.entity, gender) == gender

        nearest = self._last(start, fits)
        if nearest is None:
            return ()
        # Of those in the nearest name's sentence: whose courtesy title says so, else who stands
        # first, for that is its subject more often.
        text, end = self._document.text, nearest.span.start
        low = max(end - REACH, 0)
        begin = max(text.rfind(". ", low, end), text.rfind("\n", low, end), low - 1)
        near = [other for other in self.mentions_between(begin + 1, end + 1) if fits(other)]
        told = [other for other in near if self._genders.get(other.entity or "") == gender]
        return self._one((told or near or [nearest])[0])

    def _pair(self, start: int) -> tuple[str, ...]:
        """`The leaders`: the last two persons whom the text joins."""
        at = bisect.bisect_left(self._starts, start)
        least = max(at - MAX_MENTIONS, 1)
        while at > least:
            first, second = self._mentions[at - 2], self._mentions[at - 1]
            gap = self._document.text[first.span.end : min(second.span.start, first.span.end + 9)]
            if first.kind is second.kind is EntityKind.PERSON and _AND.fullmatch(gap):
                return tuple(key for key in (first.entity, second.entity) if key)
            at -= 1
        return ()

    def _last(self, start: int, fits: "_Test", *, reach: int = REACH) -> Mention | None:
        at = bisect.bisect_left(self._starts, start)
        least = max(at - MAX_MENTIONS, 0)
        while at > least and self._starts[at - 1] >= start - reach:
            at -= 1
            if fits(self._mentions[at]):
                return self._mentions[at]
        return None

    def _one(self, mention: Mention | None) -> tuple[str, ...]:
        return (mention.entity,) if mention and mention.entity else ()


class _Test(Protocol):
    def __call__(self, other: Mention, /) -> bool: ...


_BODY_KINDS: Final = frozenset(
    {EntityKind.AGENCY, EntityKind.FIRM, EntityKind.ORGANISATION, EntityKind.OUTLET}
)


def _capitalised(text: str) -> set[str]:
    words = _WORD.findall(text)
    return {word for word in words if word[0].isupper() and word not in {"The", "That", "This"}}


def _genders(document: Document, mentions: Sequence[Mention]) -> dict[str, str]:
    """Return what courtesy titles say of persons; most texts say nothing."""
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.kind is EntityKind.PERSON and mention.entity:
            before = document.text[max(mention.name.start - 5, 0) : mention.name.start]
            title = before.split()[-1] if before.split() else ""
            if title in {"Mr.", "Mr"}:
                found[mention.entity] = "m"
            elif title in {"Ms.", "Ms", "Mrs.", "Mrs"}:
                found[mention.entity] = "f"
    return found
