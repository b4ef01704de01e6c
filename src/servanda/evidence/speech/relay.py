"""Through whom words came, and on which occasion: what the sentence of a cue says of both.

Used by quotations and claims. A chain is read from the sentence that reports and from the speaker's
role, never guessed: a text that names no go-between has none.

Source: docs/spec/evidence/voices.md, "The relay chain".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from servanda.evidence.documents import Document
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.rules import how
from servanda.evidence.spans import Span
from servanda.evidence.speech.cues import Cue, Order, cues_between
from servanda.evidence.speech.phrases import phrase_after, sentence_end, sentence_start
from servanda.evidence.speech.resolving import Resolver
from servanda.evidence.speech.tokens import Tokens
from servanda.evidence.speech.verbs import Strength
from servanda.evidence.speech.word_lists import words_of
from servanda.evidence.speech.words import Kind
from servanda.evidence.voices import UNNAMED, Link, Voice

# What carries words from the speaker to the reader, and so is a link of the chain.
_PAPER = """
advisory affidavit article blog bulletin column communique communiqué e-mail email essay filing
interview letter memo message op-ed paper post release report statement study transcript tweet video
"""
_PAPERS: Final = words_of(_PAPER)
_MEETING = """
address announcement appearance briefing call ceremony conference debate dialogue event forum
gathering hearing lecture meeting panel press rally round session speech summit talks testimony
visit
"""
_MEETINGS: Final = words_of(_MEETING)
_NOUNS: Final = _PAPERS | _MEETINGS
_CITING: Final = words_of("citing quoting")
_COMPOUND: Final = frozenset({("blog", "post"), ("press", "release"), ("news", "release")})
_BEFORE_OCCASION: Final = words_of("in at during on after before following through via")
# "during a joint and closely watched press conference": no phrase for an occasion is longer.
_OCCASION_WORDS: Final = 9
# Roles that speak for a firm; the text may name the firm sentences before.
_OF_A_FIRM: Final = re.compile(
    r"\b(?:CEO|CTO|CSO|CISO|chief executive|chief technology officer|founder|co-founder|analyst"
    r"|researcher|vice president)\b",
    re.IGNORECASE,
)
_LINK: Final = how("relay.link", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """What the sentence says besides who speaks.

    Attributes:
        via: Outlet first, without the speaker; empty where the text names no go-between.
        occasion: "during a joint press conference", or None.
    """

    via: tuple[Link, ...]
    occasion: Span | None


NO_RELAY: Final = Relay(via=(), occasion=None)


class Relays:
    """Reads the chains of one document."""

    def __init__(self, document: Document, resolver: Resolver) -> None:
        self._document = document
        self._resolver = resolver
        self._outlet = _outlet_link(document, resolver)

    def of_cue(self, tokens: Tokens, cue: Cue, cues: Sequence[Cue], voice: Voice) -> Relay:
        """Return the chain and the occasion of what `cue` reports."""
        links = [
            link for link in self._go_betweens(tokens, cue, cues) if link.name not in voice.entities
        ]
        firm = self._firm(voice)
        if firm:
            links.append(firm)
        occasion = None
        place = _occasion(tokens, cue)
        if place:
            first, noun = place
            occasion = self._document.span(tokens.starts[first], tokens.ends[noun])
            if tokens.words[noun] in _PAPERS:
                links.append(self._paper(tokens, noun))
        links = list({link.name: link for link in links}.values())
        if links and self._outlet and self._outlet.name != links[0].name:
            links.insert(0, self._outlet)
        return Relay(via=tuple(links), occasion=occasion)

    def _paper(self, tokens: Tokens, noun: int) -> Link:
        """Return the link for what carries the words: "statement", "blog post"."""
        first = noun - 1 if tuple(tokens.words[noun - 1 : noun + 1]) in _COMPOUND else noun
        name = " ".join(tokens.words[first : noun + 1])
        return Link(name=name, span=self._document.span(tokens.starts[first], tokens.ends[noun]))

    def _go_betweens(self, tokens: Tokens, cue: Cue, cues: Sequence[Cue]) -> list[Link]:
        """Return who else in the sentence is said to report it: `…, according to the Tribune`."""
        found: list[Link] = []
        low, high = sentence_start(tokens, cue.first), sentence_end(tokens, cue.first)
        for other in cues_between(cues, low, high):
            if other is cue:
                continue
            is_around = _encloses(tokens, other, cue) or _trails(tokens, other, cue)
            if other.order is Order.ACCORDING or is_around:
                link = self._link(tokens, other)
                if link:
                    found.append(link)
        found.extend(self._cited(tokens, cue, low))
        told = self._told(tokens, cue)
        return [*found, told] if told else found

    def _cited(self, tokens: Tokens, cue: Cue, low: int) -> list[Link]:
        """`The Tribune, citing Harbour Wire, reported that Carol …`: on whom an outlet relies."""
        found: list[Link] = []
        for at in range(low, cue.first - 1):
            if tokens.words[at] not in _CITING or tokens.kinds[at + 1] is Kind.QUOTE:
                continue
            phrase = phrase_after(tokens, at + 1, cue.first)
            if phrase:
                start, end = tokens.starts[phrase.first], tokens.ends[phrase.last - 1]
                voice = self._resolver.voice(start, end, how=_LINK)
                name = voice.entities[0] if voice.entities else UNNAMED
                found.append(Link(name=name, span=voice.mention))
        return found

    def _link(self, tokens: Tokens, other: Cue) -> Link | None:
        start, end = tokens.starts[other.source.first], tokens.ends[other.source.last - 1]
        voice = self._resolver.voice(start, end, how=_LINK)
        if not voice.entities:
            # "Carol said that he": who is not named outside "according to" is mostly the same.
            is_apart = other.order is Order.ACCORDING
            return Link(name=UNNAMED, span=voice.mention) if is_apart else None
        return Link(name=voice.entities[0], span=voice.mention)

    def _told(self, tokens: Tokens, cue: Cue) -> Link | None:
        """`Carol told the Tribune`: the outlet that heard it."""
        if cue.lemma != "tell" or cue.last >= len(tokens.kinds):
            return None
        start = tokens.starts[cue.last]
        for mention in self._resolver.mentions_between(start, start + 5):
            if mention.kind is EntityKind.OUTLET and mention.entity:
                return Link(name=mention.entity, span=mention.span)
        return None

    def _firm(self, voice: Voice) -> Link | None:
        """Return the firm for which a person speaks by the printed role."""
        if voice.role is None or not _OF_A_FIRM.search(self._document.text_of(voice.role)):
            return None
        mention = self._resolver.last_of(EntityKind.FIRM, voice.mention.end)
        if mention is None or mention.entity is None:
            return None
        return Link(name=mention.entity, span=mention.span)


def _occasion(tokens: Tokens, cue: Cue) -> tuple[int, int] | None:
    """Return the occasion behind the cue in its sentence, else the one before it.

    Given as the tokens of its preposition and its noun; nothing inside marks is one.
    """
    high, low = sentence_end(tokens, cue.first), sentence_start(tokens, cue.first)
    behind = max(cue.last, cue.source.last)
    for start, end in ((behind, high), (low, min(cue.first, cue.source.first))):
        opening = -1
        for at in range(start, end):
            word, kind = tokens.words[at], tokens.kinds[at]
            if kind is Kind.QUOTE:
                break
            if word in _BEFORE_OCCASION:
                opening = at
            elif kind in {Kind.COMMA, Kind.AUXILIARY}:
                opening = -1
            is_noun = word in _NOUNS and not _goes_further(tokens, at, end)
            if is_noun and opening >= 0 and at - opening < _OCCASION_WORDS:
                return opening, at
    return None


def _goes_further(tokens: Tokens, at: int, end: int) -> bool:
    """Tell whether the next word is the noun: "press conference", "blog post"."""
    return at + 1 < end and tokens.words[at + 1] in _NOUNS


def _encloses(tokens: Tokens, outer: Cue, inner: Cue) -> bool:
    """Tell whether `inner` stands in the content of `outer`: "the Tribune reported that Carol"."""
    if outer.order is not Order.BEFORE or outer.last > inner.source.first:
        return False
    before = inner.source.first - 1
    return before == outer.last - 1 or (before >= outer.last and tokens.words[before] == "that")


def _trails(tokens: Tokens, outer: Cue, inner: Cue) -> bool:
    """Tell whether `outer` carries the whole sentence before it: "…, the Tribune reported"."""
    first = outer.source.first
    if outer.order is not Order.BEFORE or first < inner.last or outer.strength is Strength.WEAK:
        return False
    behind = tokens.kinds[outer.last] if outer.last < len(tokens.kinds) else Kind.STOP
    return tokens.kinds[first - 1] is Kind.COMMA and behind in _BEHIND_TRAILING


_BEHIND_TRAILING: Final = frozenset({Kind.STOP, Kind.TIME, Kind.PREPOSITION, Kind.ADVERB})


def _outlet_link(document: Document, resolver: Resolver) -> Link | None:
    if document.publisher is None:
        return None
    name = document.publisher.value
    return Link(name=resolver.key_of(name, EntityKind.OUTLET), span=None)
