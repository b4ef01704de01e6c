"""Keep the public edition to one page, and say what every edition leaves out.

What is left out for want of room, or because a marking forbids it, is counted on the page: a
reader is never led to think that there was no more.

Source: docs/spec/brief.md, "Editions".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from servanda.core.dialogue.record import DialogueRecord
from servanda.core.identifiers import DIGEST_PREFIX
from servanda.core.review.arithmetic import is_few
from servanda.documents.brief.content import Basis, Sentence
from servanda.documents.brief.matters import BriefMatters, BriefReview
from servanda.documents.brief.readable import SOURCES
from servanda.documents.brief.voice import Voice

MOST_ALIKE: Final = 2  # of those that can grow with every round
MOST_REFS: Final = 3
_DIGITS: Final = len(DIGEST_PREFIX) + 16  # of a hash: enough for every verb to find the leaf
_GROWING: Final = ("days", "level", "absent", "delegation")


def public_since(record: DialogueRecord, matters: BriefMatters) -> date:
    """Return the first day of the one period: of the last review, else of all that is known."""
    if matters.review is not None:
        return matters.review.from_.date()
    days = [interval.since for one in record.series for interval in one.intervals]
    days += [one.first_day for one in record.rounds]
    return min(days, default=date.min)


def for_everybody(matters: BriefMatters) -> BriefMatters:
    """Return what may be told to everybody: nothing open, no share of few, no own finding."""
    return BriefMatters(
        review=_without_few(matters.review),
        before=_without_few(matters.before),
        left_out=matters.left_out,
    )


def _without_few(review: BriefReview | None) -> BriefReview | None:
    if review is None:
        return None
    shares = {name: one for name, one in review.shares.items() if not is_few(one.of)}
    return replace(review, shares=shares)


def few_of_each(page: Sequence[Sentence]) -> Sequence[Sentence]:
    """Return the sentences of a public page, with the last few of what grows with every round."""
    newest = {
        prefix: [one for one in page if one.key.split(".")[0] == prefix][-MOST_ALIKE:]
        for prefix in _GROWING
    }
    kept = [
        one
        for one in page
        if one.key.split(".")[0] not in newest or one in newest[one.key.split(".")[0]]
    ]
    return [replace(one, refs=_few_refs(one.refs)) for one in kept]


def no_room_for(voice: Voice, dropped: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield how many sentences the page has no room for, if there is any."""
    if dropped:
        refs = _few_refs([ref for one in dropped for ref in one.refs])
        yield voice.sentence("left_out.room", "left_out_room", refs=refs, count=len(dropped))


def source_sentences(voice: Voice, page: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield where the sources that the page names are found, for it has no list of them."""
    told = " ".join(ref for one in page for ref in one.refs)
    refs = [
        f"{name}: {address}"
        for name, address in voice.record.sources.items()
        if re.search(rf"\b{re.escape(name)}\b", told)
    ]
    if refs:
        yield voice.sentence(SOURCES, "marks", refs=refs)


def left_out_sentences(voice: Voice, left_out: Mapping[str, Sequence[str]]) -> Iterator[Sentence]:
    """Yield how many items an edition leaves out, for each marking or limit that forbids them."""
    for word, leaves in left_out.items():
        yield voice.on(Basis.AGREED).sentence(
            f"left_out.{word}",
            "left_out",
            refs=_few_refs(leaves) if voice.is_public else leaves,
            count=len(leaves),
            marking=voice.words[f"handling_{word}"],
        )


def _few_refs(refs: Sequence[str]) -> tuple[str, ...]:
    short = [ref[:_DIGITS] if ref.startswith(DIGEST_PREFIX) else ref for ref in refs]
    if len(short) <= MOST_REFS:
        return tuple(short)
    return (*short[:MOST_REFS], f"+{len(short) - MOST_REFS}")  # alike in every language
