"""The noun phrase that a verb has for its subject, found by the words around it.

No parser: from the verb leftwards over auxiliaries and adverbs, over what stands between two
commas, then over the words of the phrase until a word that cannot be in it.

Source: docs/spec/evidence/voices.md, "Phrases".
"""

from typing import Final, NamedTuple

from servanda.evidence.speech.tokens import Tokens
from servanda.evidence.speech.verbs import VERBS
from servanda.evidence.speech.word_lists import words_of
from servanda.evidence.speech.words import Kind

# A phrase longer than this is a clause that was misread.
MAX_PHRASE_WORDS: Final = 14
# So many commas are looked behind for a subject.
MAX_INSERTIONS: Final = 8

_SKIPPED: Final = frozenset({Kind.AUXILIARY, Kind.ADVERB, Kind.TIME})
_NOMINAL: Final = frozenset(
    {Kind.WORD, Kind.NAME, Kind.NUMBER, Kind.POSSESSIVE, Kind.TITLE, Kind.DETERMINER}
)
_LAST: Final = frozenset({Kind.WORD, Kind.NAME, Kind.NUMBER, Kind.DETERMINER, Kind.TITLE})
_GOVERNED: Final = frozenset({Kind.WORD, Kind.NAME, Kind.DETERMINER, Kind.REPORT})
_VERBAL: Final = frozenset({Kind.VERB, Kind.REPORT})
# Prepositions that tie a noun to the noun before it: "officials in Northmark".
_TIES = "of for from in at with to on by near against about under behind within among between"
_LINKING: Final = words_of(_TIES)
# Prepositions that begin a clause as well: "after Carol visited".
_CLAUSE_OPENERS: Final = frozenset({"after", "before", "since", "until"})
_AFTER_HEAD: Final = frozenset({"of", "for", "from", "with", "at"})
_AROUND_TIME: Final = frozenset({"on", "last", "this", "in", "early", "late"})
_STRETCH = """
moment moments minute minutes hour hours day days night nights week weeks month months year years
time decade decades morning afternoon evening weekend
"""
_STRETCHES: Final = words_of(_STRETCH)
_SOMEBODY: Final = frozenset({"another", "one", "some", "many", "others", "several", "both"})
_NOBODY: Final = frozenset({"it", "this", "that", "these", "those"})
_OPENING: Final = frozenset({Kind.PREPOSITION, Kind.SUBORDINATOR, Kind.TIME})
_BREAKS: Final = frozenset({Kind.COMMA, Kind.DASH, Kind.CLOSE})


class Phrase(NamedTuple):
    """Tokens `first` to before `last`.

    `is_object` tells that a preposition of another phrase governs it: it is no subject.
    """

    first: int
    last: int
    is_object: bool = False


def subject_before(tokens: Tokens, verb: int) -> Phrase | None:
    """Return the subject that stands left of the verb at `verb`, in its sentence."""
    kinds = tokens.kinds
    low = _bracket(tokens, sentence_start(tokens, verb), verb)
    at = verb - 1
    while at >= low and kinds[at] in _SKIPPED:
        at -= 1
    if at < low:
        return None
    if kinds[at] is Kind.RELATIVE:
        return _antecedent(tokens, at, low) or Phrase(at, at + 1)
    if kinds[at] in _BREAKS:
        return _before_insertion(tokens, at, low)
    return phrase_before(tokens, at + 1, low)


def sentence_start(tokens: Tokens, index: int) -> int:
    """Return the first token of the sentence that holds `index`."""
    return tokens.bounds[tokens.sentences[index]]


def _bracket(tokens: Tokens, low: int, verb: int) -> int:
    """Return where the brackets around the verb begin, or `low`."""
    if Kind.OPEN not in tokens.kinds[low:verb]:
        return low
    for at in range(verb - 1, low - 1, -1):
        if tokens.kinds[at] is Kind.CLOSE:
            return low
        if tokens.kinds[at] is Kind.OPEN:
            return at + 1
    return low


def sentence_end(tokens: Tokens, index: int) -> int:
    """Return the end of the sentence that holds the token `index`."""
    return tokens.bounds[tokens.sentences[index] + 1]


def _antecedent(tokens: Tokens, relative: int, low: int) -> Phrase | None:
    """Return the phrase that `who` at `relative` stands for."""
    at = relative - 1
    if at >= low and tokens.kinds[at] in {Kind.COMMA, Kind.DASH}:
        at -= 1
    found = phrase_before(tokens, at + 1, low) if at >= low else None
    if found is None or tokens.kinds[found.last - 1] is Kind.TIME:
        return None
    return Phrase(found.first, found.last)


def _before_insertion(tokens: Tokens, at: int, low: int) -> Phrase | None:
    """Return the phrase before what commas, dashes or brackets enclose; the last is at `at`."""
    kinds = tokens.kinds
    if kinds[at] is Kind.CLOSE:
        at = _opening(tokens, at, low)
        if at - 1 >= low and kinds[at - 1] not in _BREAKS:
            return phrase_before(tokens, at, low)
        at = max(at - 1, low)
    if at > low and kinds[at - 1] is Kind.CLOSE:  # "Carol (Northmark), said"
        found = phrase_before(tokens, at, low)
        if found and not found.is_object and _is_actor(tokens, found):
            return found
    tries = 0
    for index in range(at - 1, low - 1, -1):
        if kinds[index] in {Kind.QUOTE, Kind.OPEN} or tries == MAX_INSERTIONS:
            return None
        if kinds[index] not in {Kind.COMMA, Kind.DASH}:
            continue
        tries += 1
        found = phrase_before(tokens, index, low)
        if found and not found.is_object and _is_actor(tokens, found):
            return found
    return None


def _opening(tokens: Tokens, at: int, low: int) -> int:
    while at >= low and tokens.kinds[at] is not Kind.OPEN:
        at -= 1
    return at


def _is_actor(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell whether a phrase may speak: it holds a name or has a determiner or is a pronoun."""
    kinds = tokens.kinds[phrase.first : phrase.last]
    return Kind.NAME in kinds or kinds[0] in {Kind.DETERMINER, Kind.PRONOUN, Kind.POSSESSIVE}


def phrase_before(tokens: Tokens, end: int, low: int) -> Phrase | None:
    """Return the noun phrase that ends before the token `end`, not reaching before `low`."""
    at = _last_noun(tokens, end - 1, low)
    if at < low:
        return None
    kind = tokens.kinds[at]
    if kind in {Kind.PRONOUN, Kind.OBJECT}:
        return Phrase(at, at + 1)
    if kind not in _LAST and not (kind is Kind.REPORT and _is_noun(tokens, at, low)):
        # A family name that is a word as well begins the sentence: "Read said".
        return Phrase(at, at + 1) if tokens.text[tokens.starts[at]].isupper() else None
    last, first, is_object = at + 1, at + 1, False
    while at >= low and last - at <= MAX_PHRASE_WORDS:
        kind = tokens.kinds[at]
        if kind is Kind.PREPOSITION and not _ties(tokens, at, low):
            is_object = tokens.words[at] not in _CLAUSE_OPENERS
            break
        if not _extends(tokens, at, low, last):
            break
        if kind in _NOMINAL or kind is Kind.PREPOSITION or first == at + 1 == last:
            first = at
        at -= 1
    return Phrase(first, last, is_object) if first < last else None


def _last_noun(tokens: Tokens, at: int, low: int) -> int:
    """Pass over a day or brackets behind the phrase: "Carol on Monday said", "Carol (N.) said"."""
    kinds = tokens.kinds
    while at > low and kinds[at] is Kind.TIME:
        at -= 1
        if tokens.words[at] in _AROUND_TIME:
            at -= 1
    if at >= low and kinds[at] is Kind.CLOSE:
        at = _opening(tokens, at, low) - 1
    return at


def _ties(tokens: Tokens, at: int, low: int) -> bool:
    """Tell whether the preposition at `at` hangs on a noun, so that the phrase goes on."""
    before = tokens.kinds[at - 1] if at > low else Kind.STOP
    return tokens.words[at] in _LINKING and before in _GOVERNED


def _extends(tokens: Tokens, at: int, low: int, last: int) -> bool:
    """Tell whether the token at `at` belongs to the phrase right of it."""
    kind = tokens.kinds[at]
    if kind in _NOMINAL or kind is Kind.PREPOSITION:
        return True
    if kind is Kind.CONJUNCTION:
        return tokens.words[at] in {"and", "&", "or"} and _joins(tokens, at, low)
    if kind in _VERBAL:
        return at + 1 == last or _is_inside(tokens, at, low)
    return kind is Kind.ADVERB and at > low and tokens.kinds[at - 1] is Kind.DETERMINER


def _is_noun(tokens: Tokens, at: int, low: int) -> bool:
    """Tell whether a form that reports is the noun of a phrase: "the report", "other claims"."""
    return at > low and tokens.kinds[at - 1] in {Kind.DETERMINER, Kind.POSSESSIVE}


def _is_inside(tokens: Tokens, at: int, low: int) -> bool:
    """Tell whether a form that may be a verb belongs to the phrase.

    It does as a participle ("the recently released report") or as a noun before a noun ("press
    secretary").
    """
    before = tokens.kinds[at - 1] if at > low else Kind.STOP
    if before in {Kind.DETERMINER, Kind.ADVERB, Kind.POSSESSIVE}:
        return True
    word = tokens.words[at]
    is_noun = word in VERBS and VERBS[word][0] == word
    return (
        is_noun
        and before in {Kind.NAME, Kind.WORD, Kind.VERB}
        and not tokens.words[at - 1].endswith("s")
    )


def _joins(tokens: Tokens, conjunction: int, low: int) -> bool:
    """Tell whether `and` joins two names or two nouns rather than two clauses."""
    kinds = tokens.kinds
    if conjunction <= low or conjunction + 1 >= len(kinds):
        return False
    left = kinds[conjunction - 1]
    return left is kinds[conjunction + 1] and left in {Kind.NAME, Kind.WORD}


def phrase_after(tokens: Tokens, start: int, high: int) -> Phrase | None:
    """Return the noun phrase that begins at the token `start`, not reaching `high`."""
    kinds = tokens.kinds
    if start < high and kinds[start] in {Kind.PRONOUN, Kind.OBJECT}:
        return Phrase(start, start + 1)
    at = start
    has_head = False
    while at < high and at - start <= MAX_PHRASE_WORDS:
        if not _goes_on(tokens, at, start, high, has_head=has_head):
            break
        has_head = has_head or kinds[at] in {Kind.WORD, Kind.NAME}
        at += 1
    # "another", "some", "one of them" stand for somebody without a noun.
    stands_alone = at == start + 1 and tokens.words[start] in _SOMEBODY
    return Phrase(start, at) if has_head or stands_alone else None


def _goes_on(tokens: Tokens, at: int, start: int, high: int, *, has_head: bool) -> bool:
    """Tell whether the token at `at` belongs to the phrase left of it."""
    kind, word = tokens.kinds[at], tokens.words[at]
    if kind in _NOMINAL:
        return True
    if at + 1 >= high:
        return False
    if kind is Kind.PREPOSITION:
        is_share = word == "of" and at > start and tokens.kinds[at - 1] is Kind.DETERMINER
        is_tied = is_share or (has_head and word in _AFTER_HEAD)
        return is_tied and tokens.kinds[at + 1] in _NOMINAL
    if kind is Kind.CONJUNCTION:
        return word in {"and", "&"} and _joins(tokens, at, start)
    # "retired officers", "the newly named envoy": only before the noun.
    is_before_noun = kind in _VERBAL or kind is Kind.ADVERB
    return is_before_noun and not has_head and tokens.kinds[at + 1] in _NOMINAL


def first_phrase(tokens: Tokens, index: int) -> Phrase | None:
    """Return what seems to be the subject of the sentence that holds the token `index`.

    The first phrase that a verb follows; else the first at all that is no time.
    """
    kinds = tokens.kinds
    at = low = sentence_start(tokens, index)
    first: Phrase | None = None
    while at < index:
        kind = kinds[at]
        if kind in _OPENING or (kind in _VERBAL and at == low):
            # An opening phrase or clause: the subject stands after its comma.
            comma = next((i for i in range(at, index) if kinds[i] is Kind.COMMA), None)
            if comma is None:
                return first or _first_name(tokens, at, index)
            at = comma + 1
            continue
        found = phrase_after(tokens, at, index)
        if found is None:
            at += 1
            continue
        at = found.last
        if tokens.words[found.last - 1] not in _STRETCHES:
            first = first or found
            if at >= index or kinds[at] is not Kind.COMMA or at == low:
                return None if tokens.words[found.first] in _NOBODY else found
    return first


def _first_name(tokens: Tokens, low: int, high: int) -> Phrase | None:
    for at in range(low, high):
        if tokens.kinds[at] in {Kind.NAME, Kind.PRONOUN}:
            return phrase_after(tokens, at, high)
    return None
