"""Rank who may have said a quotation: a sum of named weights over plain observations.

Used by `quotations/find.py`. The weights are set by hand, from reading which candidates win
wrongly; nothing is learned from a set of texts. A sum generalises better than a cascade of
rules here: a strong verb far away and a weak one next to the mark can be weighed.

Source: docs/spec/evidence/quotations.md, "Speakers".
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from servanda.evidence.speech.cues import Cue, Order, cues_between
from servanda.evidence.speech.paragraphs import Paragraph
from servanda.evidence.speech.parsed import ParsedParagraph
from servanda.evidence.speech.phrases import Phrase, first_phrase
from servanda.evidence.speech.tokens import Tokens
from servanda.evidence.speech.verbs import VERBS, Strength
from servanda.evidence.speech.words import Kind

WEIGHTS: Final[Mapping[str, int]] = {
    "says": 20,  # said, told, wrote
    "speaks": 10,  # noted, called
    "acts": 0,  # attacked, defended
    "same sentence": 20,
    "sentence away": -25,  # for each
    "word between": -1,  # for each, no more than MAX_BETWEEN
    "quotation between": -5,  # for each
    "comma inside, cue after": 20,  # "…," Carol said: also ? and !
    "subject next": 20,  # “…” Carol said
    "verb next": 30,  # “…” said Carol
    "verb first": 12,  # …, said Carol
    "cue next": 20,  # Carol said “…”
    "cue and sign": 15,  # Carol said in Northmark: “…”
    "in a clause": -8,  # when Carol said
    "behind, apart": -12,  # “…” … as Carol noted: neither beside the quotation nor a verb of saying
    "reported behind": -30,  # Carol said “…” and that she had told the police
    "not said": -10,  # Carol would say, to say
    "noun": -15,
    "noun next": 15,  # Carol's statement
    "name": 5,
    "sentence begins": 10,  # no cue: the subject of the sentence
    "parser hangs it on the verb": 15,
    "parser has the same subject": 4,
    "parser has another subject": -4,
    "parser alone": -10,  # a subject that the rules do not see
    "goes on": 0,  # the speaker of the quotation before, in the same paragraph
    "goes on from before": -30,  # who spoke in an earlier paragraph
}
# Two candidates so far apart cannot change places by what a parser says.
DECISIVE: Final = 45
FAR: Final = 2
MAX_CUES: Final = 16  # on each side; no prose has more so near
MAX_BETWEEN: Final = 20
_LEMMAS: Final = frozenset(lemma for lemma, _ in VERBS.values())
_CLAUSES: Final = frozenset({"when", "if", "while", "as", "because", "after"})
_NOT_YET: Final = frozenset(
    {"to", "will", "would", "could", "may", "might", "should", "must", "can", "wouldn't", "won't"}
)
_STRENGTHS: Final = {Strength.SAYING: "says", Strength.CLEAR: "speaks", Strength.WEAK: "acts"}


class Candidate(NamedTuple):
    """One who may be the speaker.

    Attributes:
        score: Sum of the weights.
        rule: How it came to be a candidate: `cue`, `prefix`, `subject`.
        phrase: The tokens that name it.
        cue: The words that report; None for the subject of a sentence without any.
        is_parsed: Whether a parser was asked.
    """

    score: int
    rule: str
    phrase: Phrase
    cue: Cue | None
    is_parsed: bool = False


def best_candidate(paragraph: Paragraph, quotation: int, *, least: int) -> Candidate | None:
    """Return the likeliest speaker in the paragraph of the quotation at token `quotation`.

    None if nobody in it reaches the score `least`. Of equals the first in the text wins. A parser
    is asked only where its view could change the answer.
    """
    tokens = paragraph.tokens
    found = [_of_cue(tokens, quotation, cue) for cue in _near(paragraph, quotation)]
    subject = first_phrase(tokens, quotation)
    if subject:
        found.append(Candidate(WEIGHTS["sentence begins"], "subject", subject, None))
    if paragraph.has_parser and _is_open(found):
        found = _with_parser(paragraph, quotation, found)
    best = max(found, key=_score, default=None)
    return best if best and best.score >= least else None


def _near(paragraph: Paragraph, quotation: int) -> Iterator[Cue]:
    """Yield the cues that may win: no weight makes up for more than FAR sentences."""
    bounds, here = paragraph.tokens.bounds, paragraph.tokens.sentences[quotation]
    low = bounds[max(here - FAR, 0)]
    high = bounds[min(here + FAR + 1, len(bounds) - 1)]
    before = cues_between(paragraph.cues, low, quotation)[-MAX_CUES:]
    after = cues_between(paragraph.cues, quotation, high)[:MAX_CUES]
    for cue in (*before, *after):
        if cue.order is not Order.PASSIVE:
            yield cue


def _score(candidate: Candidate) -> int:
    return candidate.score


def _is_open(found: list[Candidate]) -> bool:
    """Tell whether somebody else is near enough to the best for a second opinion to count."""
    best = max(found, key=_score, default=None)
    return best is None or any(
        best.score - other.score < DECISIVE and not _overlap(best.phrase, other.phrase)
        for other in found
    )


def _of_cue(tokens: Tokens, quotation: int, cue: Cue) -> Candidate:
    score = sum(WEIGHTS[name] * count for name, count in _observations(tokens, quotation, cue))
    rule = "prefix" if cue.order is Order.PREFIX else "cue"
    return Candidate(score=score, rule=rule, phrase=cue.source, cue=cue)


def _with_parser(paragraph: Paragraph, quotation: int, found: list[Candidate]) -> list[Candidate]:
    """Return the candidates as the parser's view weighs them, and those that only it sees."""
    parsed = paragraph.parsed
    if parsed is None:
        return found
    own = list(_parsers_own(paragraph.tokens, parsed, quotation, found))
    return [
        candidate._replace(
            score=candidate.score + _parsers_weight(parsed, quotation, candidate), is_parsed=True
        )
        for candidate in [*found, *own]
    ]


def _parsers_weight(parsed: ParsedParagraph, quotation: int, candidate: Candidate) -> int:
    cue = candidate.cue
    if cue is None or cue.lemma not in _LEMMAS:
        return 0
    return sum(WEIGHTS[name] for name in _parsers_view(parsed, quotation, cue))


def _parsers_view(parsed: ParsedParagraph, quotation: int, cue: Cue) -> Iterator[str]:
    """Yield what the parser adds: its errors are others than the rules', so each corrects some."""
    verb = cue.last - 1
    if cue.strength is Strength.SAYING and parsed.governs(verb, quotation):
        yield "parser hangs it on the verb"
    subject = parsed.subject(verb)
    if subject:
        is_same = not subject.is_passive and _overlap(subject.phrase, cue.source)
        yield "parser has the same subject" if is_same else "parser has another subject"


def _parsers_own(
    tokens: Tokens, parsed: ParsedParagraph, quotation: int, found: list[Candidate]
) -> Iterator[Candidate]:
    """Yield the subjects that only the parser sees."""
    for cue in [each.cue for each in found if each.cue and each.cue.lemma in _LEMMAS]:
        subject = parsed.subject(cue.last - 1)
        if subject and not subject.is_passive and not _overlap(subject.phrase, cue.source):
            candidate = _of_cue(tokens, quotation, cue._replace(source=subject.phrase))
            yield candidate._replace(score=candidate.score + WEIGHTS["parser alone"])


def _overlap(one: Phrase, other: Phrase) -> bool:
    return one.first < other.last and other.first < one.last


def _observations(tokens: Tokens, quotation: int, cue: Cue) -> Iterator[tuple[str, int]]:
    """Yield what is seen of a cue and a quotation, with how often."""
    kinds = tokens.kinds
    yield _STRENGTHS[cue.strength], 1
    is_after = cue.first > quotation
    between = kinds[quotation + 1 : cue.first] if is_after else kinds[cue.last : quotation]
    yield "word between", min(len(between), MAX_BETWEEN)
    yield "quotation between", between.count(Kind.QUOTE)
    apart = abs(tokens.sentences[quotation] - tokens.sentences[cue.first])
    if apart:
        yield "sentence away", apart
    else:
        yield "same sentence", 1
        if is_after:
            yield from _after(tokens, quotation, cue, between)
        else:
            yield from _before(tokens, quotation, cue, between)
    if cue.source.first and tokens.words[cue.source.first - 1] in _CLAUSES:
        yield "in a clause", 1
    if tokens.words[cue.first - 1] in _NOT_YET:
        yield "not said", 1
    if cue.order is Order.NOUN:
        yield "noun", 1
    if kinds[cue.source.last - 1] in {Kind.NAME, Kind.PRONOUN}:
        yield "name", 1


def _after(
    tokens: Tokens, quotation: int, cue: Cue, between: list[Kind]
) -> Iterator[tuple[str, int]]:
    is_next = cue.source.first == quotation + 1 or cue.order is Order.AFTER
    inner = tokens.text[tokens.ends[quotation] - 2 : tokens.ends[quotation]]
    if is_next and ("," in inner or "?" in inner or "!" in inner):
        yield "comma inside, cue after", 1
    if cue.order is Order.BEFORE and cue.source.first == quotation + 1:
        yield "subject next", 1
    if tokens.words[cue.source.first - 1] == "that" and cue.source.first > quotation + 1:
        yield "reported behind", 1
    if cue.order is Order.AFTER:
        yield "verb first" if between else "verb next", 1
    elif not is_next and cue.strength is not Strength.SAYING:
        yield "behind, apart", 1


def _before(
    tokens: Tokens, quotation: int, cue: Cue, between: list[Kind]
) -> Iterator[tuple[str, int]]:
    if not between:
        yield "cue next", 1
        # "Carol's remark “We shall” …", not "Carol's remark “is wrong”".
        if cue.order is Order.NOUN and tokens.text[tokens.starts[quotation] + 1].isupper():
            yield "noun next", 1
    elif between[-1] in {Kind.COLON, Kind.COMMA}:
        yield "cue and sign", 1
