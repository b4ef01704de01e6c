"""Subjects of reporting verbs as a parser sees them, in the tokens of `speech/tokens.py`.

Used by `quotations/speakers.py` where a parser is given, as a second opinion on each cue.

Source: docs/spec/evidence/voices.md, "The parser".
"""

import bisect
from typing import Final, NamedTuple

from servanda.evidence.speech.parser import Parse
from servanda.evidence.speech.phrases import Phrase
from servanda.evidence.speech.tokens import Tokens
from servanda.evidence.speech.words import Kind

# What stands left of a noun and belongs to its phrase.
_LEFT: Final = frozenset({"det", "compound", "amod", "poss", "nummod", "nmod", "advmod", "predet"})
# What hangs on a noun from the right and belongs to its phrase.
_RIGHT: Final = frozenset({"prep", "cc", "conj"})
# A verb without a subject of its own shares that of the verb it hangs on.
_SHARES: Final = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "prep"})
MAX_CLIMB: Final = 6


class Subject(NamedTuple):
    """The subject of a verb; of a passive one it is who is spoken of."""

    phrase: Phrase
    is_passive: bool


class ParsedParagraph:
    """One parsed paragraph beside its tokens."""

    def __init__(self, tokens: Tokens, parse: Parse) -> None:
        self._tokens = tokens
        self._shift = tokens.start  # the parser saw the paragraph alone
        self._parse = parse
        self._children: list[list[int]] = [[] for _ in parse.heads]
        for index, head in enumerate(parse.heads):
            if head != index:
                self._children[head].append(index)

    def subject(self, token: int) -> Subject | None:
        """Return the subject of the verb at `token`, or of the verb that it hangs on."""
        at = self._word(token)
        if at is None:
            return None
        for _ in range(MAX_CLIMB):
            for child in self._children[at]:
                label = self._parse.labels[child]
                if label in {"nsubj", "nsubjpass", "csubj"}:
                    phrase = self._phrase(child, at)
                    return Subject(phrase, label == "nsubjpass") if phrase else None
            label, head = self._parse.labels[at], self._parse.heads[at]
            if label in {"acl", "relcl"}:
                phrase = self._phrase(head, at)
                return Subject(phrase, is_passive=False) if phrase else None
            if head == at or label not in _SHARES:
                return None
            at = head
        return None

    def governs(self, verb: int, quotation: int) -> bool:
        """Tell whether the verb is the first outside the marks that the quotation hangs on."""
        start = self._tokens.starts[quotation] - self._shift
        end = self._tokens.ends[quotation] - self._shift
        first = bisect.bisect_left(self._parse.starts, start)
        last = bisect.bisect_left(self._parse.starts, end)
        at = self._word(verb)
        outside = {self._parse.heads[word] for word in range(first, last)}
        return any(self._climbs_to(word, at) for word in outside if not first <= word < last)

    def _climbs_to(self, word: int, verb: int | None) -> bool:
        """Tell whether the first reporting verb at or above `word` is `verb`."""
        for _ in range(MAX_CLIMB):
            if word == verb:
                return True
            head = self._parse.heads[word]
            if head == word or self._is_reporting(word):
                return False
            word = head
        return False

    def _is_reporting(self, word: int) -> bool:
        token = self._token(word)
        return token is not None and self._tokens.kinds[token] is Kind.REPORT

    def _word(self, token: int) -> int | None:
        """Return the parser's word that begins where the token does."""
        start = self._tokens.starts[token] - self._shift
        at = bisect.bisect_left(self._parse.starts, start)
        found = at < len(self._parse.starts) and self._parse.starts[at] == start
        return at if found else None

    def _token(self, word: int) -> int | None:
        """Return the token that holds the parser's word; a quotation holds many."""
        start = self._parse.starts[word] + self._shift
        at = bisect.bisect_right(self._tokens.starts, start) - 1
        return at if at >= 0 and start < self._tokens.ends[at] else None

    def _phrase(self, head: int, verb: int) -> Phrase | None:
        """Return the noun phrase around the word `head`, outside quotations."""
        first = last = head
        if self._parse.tags[head] in {"WP", "WDT"} and self._parse.labels[verb] == "relcl":
            first = last = head = self._parse.heads[verb]
        for child in self._children[head]:
            label = self._parse.labels[child]
            if child < first and label in _LEFT:
                first = min(first, self._edge(child, -1))
            elif child > head and label in _RIGHT and child == last + 1:
                last = max(last, self._edge(child, 1))
        one, other = self._token(first), self._token(last)
        if one is None or other is None or Kind.QUOTE in self._tokens.kinds[one : other + 1]:
            return None
        return Phrase(one, other + 1)

    def _edge(self, word: int, side: int) -> int:
        """Return the outermost word on one side of what hangs on `word`."""
        edge = word
        for child in self._children[word]:
            edge = (
                min(edge, self._edge(child, side))
                if side < 0
                else max(edge, self._edge(child, side))
            )
        return edge
