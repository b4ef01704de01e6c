"""Find expressions of time in a document's text.

A table of words says where one can stand at all; only the text around those words is read with
the grammar, which is one pattern made of all rules, the longer forms first.

Source: docs/spec/evidence/times.md.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Protocol

from servanda.evidence.documents import BlockKind, Document
from servanda.evidence.names.mentions import EntityKind, Mention
from servanda.evidence.times.expression import Expression
from servanda.evidence.times.grammar import chinese, clock, dates, durations, holidays, relative
from servanda.evidence.times.grammar.rule import Rule
from servanda.evidence.times.grammar.telling import OPENING, TELLING
from servanda.evidence.times.readings import (
    Anchored,
    Clock,
    Days,
    Fixed,
    Length,
    Month,
    Period,
    Reading,
    Tense,
    Told,
    Weekdays,
    Years,
)
from servanda.evidence.times.surroundings import is_likely, is_name_part, surroundings
from servanda.evidence.times.tense import tense_at
from servanda.evidence.times.time import TimeType


class HasMentions(Protocol):
    """The names of a document, as far as they matter here."""

    @property
    def mentions(self) -> Sequence[Mention]:
        """In order."""
        ...


MAX_EXPRESSIONS = 20_000  # in one document, twice what the longest books hold
_REACH = 56  # characters before a telling word where its expression can begin
_YEAR_DIGITS = 4
_NAMED = frozenset(
    {
        EntityKind.PERSON,
        EntityKind.FIRM,
        EntityKind.OUTLET,
        EntityKind.ORGANISATION,
        EntityKind.AGENCY,
        EntityKind.UNIT,
    }
)
_WORD = re.compile(r"[A-Za-z]+|\d[\d:/-]*|[\u4e00-\u9fff]+")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH: tuple[Rule, ...] = (
    *durations.RULES[:1],
    *clock.RULES,
    *holidays.RULES,
    *relative.RULES[:5],
    *dates.RULES,
    *durations.RULES[1:],
    *relative.RULES[5:],
)


def _master(rules: Sequence[Rule]) -> re.Pattern[str]:
    """Return one pattern with a group for each rule; the rules' own groups lose their names."""
    parts = [
        f"(?P<r{number}>{re.sub(r'[(][?]P<[a-z_0-9]+>', '(?:', rule.pattern)})"
        for number, rule in enumerate(rules)
    ]
    return re.compile(rf"(?<![\w$£€#])(?:{'|'.join(parts)})", re.IGNORECASE)


_MASTER = _master(_ENGLISH)
_OWN = tuple(re.compile(rule.pattern, re.IGNORECASE) for rule in _ENGLISH)


def find_expressions(
    document: Document, *, names: HasMentions | None = None
) -> tuple[Expression, ...]:
    """Return the expressions of time in `document`, in order, without overlap.

    At most `MAX_EXPRESSIONS`: a text of nothing else is made to hold up its reader.

    Those within page furniture or a name are kept with `is_evidence` false.

    Args:
        document: As read.
        names: Its names, where they are known; a person called April is no month.
    """
    text = document.text
    starts = [block.span.start for block in document.blocks]
    found = []
    for rule, start, end, type_, reading in islice(_matches(text), MAX_EXPRESSIONS):
        block = bisect_right(starts, start) - 1
        is_furniture = (
            block >= 0
            and document.blocks[block].kind is BlockKind.FURNITURE
            and start < document.blocks[block].span.end
        )
        around = surroundings(text, start, end, type_)
        found.append(
            Expression(
                span=document.span(around.start, around.end),
                core=document.span(start, end),
                text=" ".join(text[around.start : around.end].split()),
                type=type_,
                reading=reading,
                part=around.part,
                tense=tense_at(text, around.start, end) if _leans(reading) else Tense.OPEN,
                is_since=around.is_since,
                names_event=isinstance(reading, Month) and around.names_event,
                is_evidence=not is_furniture and not is_name_part(text, start, end),
                paragraph=max(block, 0),
                how=rule.how,
            )
        )
    return tuple(found) if names is None else tuple(_outside_names(found, names.mentions))


def _leans(reading: Reading) -> bool:
    """Tell whether the tense matters: the reading alone leaves before or after open."""
    return isinstance(
        reading, Days | Month | Weekdays | Period | Told | Length | Clock | Years | Fixed | Anchored
    )


def _outside_names(
    found: Sequence[Expression], mentions: Sequence[Mention]
) -> Iterator[Expression]:
    """Yield `found`; what lies within a name dates nothing."""
    names = [mention.span for mention in mentions if mention.kind in _NAMED]
    starts = [span.start for span in names]
    for one in found:
        place = bisect_right(starts, one.core.start) - 1
        is_named = place >= 0 and names[place].covers(one.core) and names[place] != one.core
        yield replace(one, is_evidence=one.is_evidence and not is_named)


def _matches(text: str) -> Iterator[tuple[Rule, int, int, TimeType, Reading]]:
    """Yield what the grammar finds, left to right."""
    if _CJK.search(text):
        yield from chinese.matches(text)
    done = 0
    for start in _starts(text):
        if start < done:
            continue
        match = _MASTER.match(text, start)
        built = None if match is None else _built(text, match)
        if built is None:
            continue
        yield built
        reading = built[4]
        done = built[1] + reading.consumed if isinstance(reading, Anchored) else built[2]


def _built(text: str, match: re.Match[str]) -> tuple[Rule, int, int, TimeType, Reading] | None:
    """Return the first rule at the place of `match` that makes sense of it."""
    first = int((match.lastgroup or "r0")[1:])
    for number in range(first, len(_ENGLISH)):
        own = _OWN[number].match(text, match.start())
        if own is None or own.end() == own.start():
            continue
        said = _ENGLISH[number].build(own)
        if said is not None and is_likely(text, own, said[1]):
            return _ENGLISH[number], own.start(), own.end(), *said
    return None


def _starts(text: str) -> Iterator[int]:
    """Yield where an expression can begin: words that open one, shortly before a telling word."""
    waiting: list[int] = []
    for word in _WORD.finditer(text):
        opens, tells = _look(word.group())
        if opens:
            waiting.append(word.start())
        if tells:
            near = word.start() - _REACH
            yield from (start for start in waiting if start >= near)
            waiting = []
            if not opens:
                yield word.start()


@lru_cache(maxsize=1 << 16)
def _look(word: str) -> tuple[bool, bool]:
    """Return whether an expression can open with a word, and whether it tells of one."""
    told = word.lower()
    is_number = told[0].isdigit()
    opens = is_number or told in OPENING
    return opens, told in TELLING or (is_number and len(told) >= _YEAR_DIGITS)
