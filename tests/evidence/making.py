"""Documents and names for tests, made from plain words. All people and bodies are fictional."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from servanda.evidence.documents import Block, BlockKind, Document
from servanda.evidence.names.mentions import Entity, EntityKind, Mention
from servanda.evidence.rules import how
from servanda.evidence.spans import Span

MADE = how("test.made", 1)


def document_of(*paragraphs: str, title: str | None = None) -> Document:
    """Return a document that has these paragraphs, one to a line."""
    lines = ([title] if title else []) + list(paragraphs)
    text = "\n".join(lines)
    digest = sha256(text.encode()).hexdigest()
    blocks: list[Block] = []
    at = 0
    for number, line in enumerate(lines):
        kind = BlockKind.TITLE if title and number == 0 else BlockKind.PARAGRAPH
        span = Span(document=digest, start=at, end=at + len(line))
        blocks.append(Block(span=span, kind=kind, how=MADE))
        at += len(line) + 1
    return Document(
        sha256=digest,
        name="made.txt",
        media_type="text/plain",
        text=text,
        blocks=tuple(blocks),
        language="en",
        title=None,
        publisher=None,
        author=None,
        fetched=None,
        declared=None,
        notes=(),
        how=MADE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeNames:
    """The names of one document, as a test lays them down."""

    mentions: Sequence[Mention] = ()
    entities: Mapping[str, Entity] = field(default_factory=dict)


NOBODY = MadeNames()


def names_in(document: Document, forms: Mapping[str, tuple[EntityKind, str]]) -> MadeNames:
    """Return a mention for each place where a form stands.

    Args:
        document: Where to look.
        forms: Printed form, with its kind and the full name. Text before `|` in a form is a title
            that belongs to the mention and not to the name. A longer form wins over a shorter one.
    """
    taken: set[int] = set()
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    for form, (kind, name) in sorted(forms.items(), key=lambda item: -len(item[0])):
        printed, title = form.replace("|", ""), len(form.split("|")[0]) if "|" in form else 0
        key = f"{kind.value}:{name.lower()}"
        entities[key] = Entity(key=key, name=name, kind=kind, known=True)
        at = document.text.find(printed)
        while at >= 0:
            places = set(range(at, at + len(printed)))
            if not places & taken:
                taken |= places
                mentions.append(_mention(document, at, printed, title, kind, key))
            at = document.text.find(printed, at + 1)
    mentions.sort(key=lambda mention: mention.span)
    return MadeNames(mentions=mentions, entities=entities)


def _mention(
    document: Document, at: int, printed: str, title: int, kind: EntityKind, key: str
) -> Mention:
    return Mention(
        span=document.span(at, at + len(printed)),
        name=document.span(at + title, at + len(printed)),
        kind=kind,
        entity=key,
        candidates=(),
        office=None,
        how=MADE,
    )
