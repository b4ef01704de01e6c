"""Who speaks: the characters that say so, whom they mean, and through whom the words came.

Shared by quotations and claims, which both have a voice.

Source: docs/spec/evidence/voices.md.
"""

from dataclasses import dataclass

from servanda.evidence.rules import How
from servanda.evidence.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The source of a statement as the text gives it.

    Attributes:
        mention: The characters that name or describe it ("Johnson", "the firm", "He").
        entities: Keys of whom it means: none where it is unnamed, several for a joint source.
        role: The role as printed beside the name ("CEO"), or None.
        how: The rule that found it.
    """

    mention: Span
    entities: tuple[str, ...]
    role: Span | None
    how: How

    @property
    def is_named(self) -> bool:
        """Whether anybody can be told who it is."""
        return bool(self.entities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a relay chain, from the outlet towards the first voice.

    Attributes:
        name: Entity key, or the words of an occasion ("blog post"); `?` where nobody is named.
        span: The characters that say so; None for the outlet itself.
    """

    name: str
    span: Span | None


UNNAMED = "?"
