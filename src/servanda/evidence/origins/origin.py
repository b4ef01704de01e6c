"""An origin, and the support of what is claimed: origins are counted, never articles.

Source: docs/spec/evidence/origins.md.
"""

from dataclasses import dataclass

from servanda.evidence.rules import How
from servanda.evidence.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One first voice.

    Attributes:
        key: Entity key, with the occasion where one is known; `?` and a number where unnamed.
        name: For people to read; `?` where unnamed.
        statements: Spans of the quotations and claims that go back to it, in order.
        how: The rules that joined them, in order, without repetition.
    """

    key: str
    name: str
    statements: tuple[Span, ...]
    how: tuple[How, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What several statements say alike, and how many origins they have.

    Attributes:
        statements: Spans of quotations and claims with the same content, in order.
        documents: SHA-256 of the documents they stand in, in order of their statements.
        origins: Keys of the distinct origins; an unnamed one never stands beside another
            unnamed one with the same content.
        how: The rule that found the content alike.
    """

    statements: tuple[Span, ...]
    documents: tuple[str, ...]
    origins: tuple[str, ...]
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayEdge:
    """One step of who relays whom; the graph of all of them is drawn and exported.

    Attributes:
        source: SHA-256 of a document, an entity key or an origin's key: who relays.
        target: The same: who is relayed.
        span: The characters that say so.
    """

    source: str
    target: str
    span: Span
    how: How
