"""What grows while the mentions of one document are made.

Source: docs/spec/evidence/names.md.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from servanda.evidence.names.known_forms import Hit
from servanda.evidence.names.mentions import Entity, EntityKind, Mention, entity_key
from servanda.evidence.names.offices import BODIES, Office, office_of
from servanda.evidence.names.pieces import Pieces
from servanda.evidence.names.scene import Scene
from servanda.evidence.names.text_words import words_of_text
from servanda.evidence.names.titles import Title
from servanda.evidence.names.vocabulary import SHORTENED
from servanda.evidence.rules import How
from servanda.evidence.spans import Span

_MAX_BLOCKS_BACK: Final = 2  # "CEO NAME" belongs to a firm named in this paragraph or just before


class Draft:
    """Entities and offices as they come up. Of one document; not shared, not kept."""

    def __init__(self, scene: Scene, pieces: Pieces) -> None:
        self.scene = scene
        self.pieces = pieces
        self.entities: dict[str, Entity] = {}
        self.used_titles: set[int] = set()  # where titles begin that stand beside a name
        self.in_use: dict[str, list[tuple[int, str]]] = {}  # place and office of each title
        self.holding: dict[str, list[str]] = {}  # people by the office beside their names
        self._bodies = sorted(_bodies(scene, pieces))
        self._named: list[tuple[int, str, tuple[str, ...]]] = []

    def add(self, key: str, name: str, kind: EntityKind) -> str:
        """Note the entity `key`, under its full form where the gazetteer has it; return `key`."""
        before = self.entities.get(key)
        # A short form may stand before the full one: then only the key was known so far.
        if before is None or (not before.known and before.name == key.partition(":")[2]):
            row = self.scene.gazetteer.entities.get(key)
            self.entities[key] = Entity(
                key=key, name=row.name if row else name, kind=kind, known=row is not None
            )
        return key

    def add_known(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Note entities that the gazetteer or the cast has; return the keys."""
        for key in keys:
            kind, _, name = key.partition(":")
            self.add(key, self.pieces.cast.names.get(key, name), EntityKind(kind))
        return tuple(keys)

    def span(self, first: int, after: int) -> Span:
        """Return the characters from word `first` to before word `after`."""
        words = self.scene.words
        return self.scene.document.span(words.starts[first], words.ends[after - 1])

    def role(self, first: int, after: int) -> Span:
        """Return the characters of a title, with the full stop of a shortened last word."""
        span = self.span(first, after)
        text = self.scene.document.text
        if self.scene.words.folds[after - 1] in SHORTENED and text[span.end : span.end + 1] == ".":
            return self.scene.document.span(span.start, span.end + 1)
        return span

    def mention(
        self, first: int, after: int, *, kind: EntityKind, entity: str | None, rule: How,
        candidates: tuple[str, ...] = (),
    ) -> Mention:  # fmt: skip
        """Return a mention that is nothing but a name."""
        span = self.span(first, after)
        return Mention(
            span=span, name=span, kind=kind, entity=entity, candidates=candidates, office=None,
            how=rule,
        )  # fmt: skip

    def office(self, title: Title, *, person: str | None, family: str) -> Office:
        """Return the office that `title` beside a person names, and note its use."""
        office = office_of(
            title, self.scene, person=person, family=family, body=self._body_before(title.after)
        )
        if title.office:
            self.used_titles.add(title.office.first)
        if office.key:
            self.add(office.key, office.name, EntityKind.OFFICE)
            if title.office:
                self.use(title.office, office.key)
            if person:
                self.holding.setdefault(office.key, []).append(person)
        return office

    def use(self, hit: Hit, office: str) -> None:
        """Note that a title means `office` where it stands."""
        words = " ".join(self.scene.words.folds[hit.first : hit.after])
        self.in_use.setdefault(words, []).append((hit.first, office))

    def last_use(self, hit: Hit) -> str | None:
        """Return the office that the words of a title meant last, or else next, in the document."""
        words = " ".join(self.scene.words.folds[hit.first : hit.after])
        uses = sorted(self.in_use.get(words, ()))
        if not uses:
            return None
        before = bisect_left(uses, (hit.first, ""))
        return uses[max(before - 1, 0)][1]

    def named_bodies(self) -> Sequence[tuple[int, str, tuple[str, ...]]]:
        """Return place, key and the words of the full name of each body, in order."""
        if not self._named and self._bodies:
            words_by_key: dict[str, tuple[str, ...]] = {}
            for place, key in self._bodies:
                if key not in words_by_key:
                    row = self.scene.gazetteer.entities.get(key)
                    name = row.name if row else key.partition(":")[2]
                    self.add(key, name, EntityKind(key.partition(":")[0]))
                    words_by_key[key] = words_of_text(name)
                self._named.append((place, key, words_by_key[key]))
        return self._named

    def _body_before(self, at: int) -> str | None:
        """Return the firm or agency named last before word `at`, if it is near enough.

        One inside a title that ends there is the title's own.
        """
        index = bisect_left(self._bodies, (at, "")) - 1
        if index < 0:
            return None
        place, key = self._bodies[index]
        blocks = self.scene.words.blocks
        return key if blocks[min(at, len(blocks) - 1)] - blocks[place] <= _MAX_BLOCKS_BACK else None


def _bodies(scene: Scene, pieces: Pieces) -> list[tuple[int, str]]:
    found = [
        (hit.first, hit.forms[0].key)
        for hit in scene.hits.by_first.values()
        if hit.kind in BODIES and not hit.is_title
    ]
    for body in pieces.bodies:
        found.append(
            (body.first, entity_key(body.kind, scene.words.printed(body.first, body.after)))
        )
    return found
