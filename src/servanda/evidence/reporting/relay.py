"""Through whom words came, and on which occasion: what the sentence of a cue says of both.

Used by quotations and claims. A chain is read from the sentence that reports and from the speaker's
role, never guessed: a text that names no go-between has none.

Source: docs/spec/evidence/voices.md, "The relay chain".
"""

import re
from dataclasses import dataclass
from typing import Final

from servanda.evidence.documents import Document
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.reporting.cues import Cue, Order
from servanda.evidence.reporting.phrases import sentence_end, sentence_start
from servanda.evidence.reporting.resolving import Resolver
from servanda.evidence.reporting.tokens import Tokens
from servanda.evidence.reporting.words import Kind
from servanda.evidence.rules import how
from servanda.evidence.spans import Span
from servanda.evidence.voices import UNNAMED, Link, Voice

# What carries words from the speaker to the reader, and so is a link of the chain.
_PAPERS: Final = (
    "blog post|press release|news release|statement|post|report|release|interview|e-?mail|letter"
    "|tweet|memo|article|op-ed|column|video|filing|affidavit|study|paper|advisory|bulletin|essay"
    "|message|transcript|communiqu[eé]"
)
_MEETINGS: Final = (
    "press conference|news conference|conference|summit|speech|meeting|hearing|briefing|rally"
    "|debate|testimony|address|visit|event|forum|appearance|call|talks|dialogue|ceremony|lecture"
    "|panel|session|announcement|gathering|round"
)
_OCCASION: Final = re.compile(
    r"\b(?:in|at|during|on|after|before|following|through|via)\s+"
    rf"(?:[\w’'&-]+\s+){{0,7}}?(?:(?P<paper>{_PAPERS})|(?P<meeting>{_MEETINGS}))\b",
    re.IGNORECASE,
)
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

    def of_cue(self, tokens: Tokens, cue: Cue, cues: list[Cue], voice: Voice) -> Relay:
        """Return the chain and the occasion of what `cue` reports."""
        links = [
            link for link in self._go_betweens(tokens, cue, cues) if link.name not in voice.entities
        ]
        firm = self._firm(voice)
        if firm:
            links.append(firm)
        match = self._occasion(tokens, cue)
        occasion = self._document.span(match.start(), match.end()) if match else None
        if match and match["paper"]:
            span = self._document.span(match.start("paper"), match.end("paper"))
            links.append(Link(name=match["paper"].lower(), span=span))
        links = list({link.name: link for link in links}.values())
        if links and self._outlet and self._outlet.name != links[0].name:
            links.insert(0, self._outlet)
        return Relay(via=tuple(links), occasion=occasion)

    def _occasion(self, tokens: Tokens, cue: Cue) -> re.Match[str] | None:
        """Return the nearest occasion behind the cue in its sentence, else the one before it."""
        high = sentence_end(tokens, cue.first)
        low = sentence_start(tokens, cue.first)
        first = min(cue.first, cue.source.first)
        for start, stop in ((max(cue.last, cue.source.last), high), (low, first)):
            end = next((at for at in range(start, stop) if tokens.kinds[at] is Kind.QUOTE), stop)
            if start < end:
                text = self._document.text
                match = _OCCASION.search(text, tokens.starts[start], tokens.ends[end - 1])
                if match:
                    return match
        return None

    def _go_betweens(self, tokens: Tokens, cue: Cue, cues: list[Cue]) -> list[Link]:
        """Return who else in the sentence is said to report it: `…, according to the Tribune`."""
        found: list[Link] = []
        for other in cues:
            if other is cue or tokens.sentences[other.first] != tokens.sentences[cue.first]:
                continue
            if other.order is Order.ACCORDING or _encloses(tokens, other, cue):
                link = self._link(tokens, other)
                if link:
                    found.append(link)
        told = self._told(tokens, cue)
        return [*found, told] if told else found

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


def _encloses(tokens: Tokens, outer: Cue, inner: Cue) -> bool:
    """Tell whether `inner` stands in the content of `outer`: "the Tribune reported that Carol"."""
    if outer.order is not Order.BEFORE or outer.last > inner.source.first:
        return False
    before = inner.source.first - 1
    return before == outer.last - 1 or (before >= outer.last and tokens.words[before] == "that")


def _outlet_link(document: Document, resolver: Resolver) -> Link | None:
    if document.publisher is None:
        return None
    name = document.publisher.value
    return Link(name=resolver.key_of(name, EntityKind.OUTLET), span=None)
