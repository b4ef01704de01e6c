"""What a parser tells of a paragraph, and what one must do; the module works without any.

The port is filled outside `evidence/`, which loads no model.

Source: docs/spec/evidence/voices.md, "The parser"; decision 0025.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """The words of a text with what each hangs on; all rows have one length.

    Attributes:
        starts: Where each word begins in the text that was parsed.
        ends: Where it ends.
        heads: Index of the word it hangs on; of a root its own.
        labels: How it hangs on it, in the labels of ClearNLP (`nsubj`, `conj` …).
        tags: Its part of speech, in the tags of the Penn Treebank (`VBD`, `NN` …).
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    tags: tuple[str, ...]


class Parser(Protocol):
    """Parses English paragraphs.

    Every implementation gives the same parse for the same text, whatever else it has parsed
    before; keeps no text beyond the call but by its hash; opens no connection. Held by
    `tests/parsers/`.
    """

    @property
    def name(self) -> str:
        """The model and its version, for `how`: two parsers that may differ have two names."""
        ...

    def parse(self, text: str) -> Parse:
        """Return the parse of one paragraph."""
        ...
