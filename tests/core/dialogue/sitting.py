"""Counted statements of a dialogue, made by hand; the rest as for casework."""

from collections.abc import Iterable

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.dialogue.fold import FoldedDialogue, fold_dialogue
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId
from tests.core.casework.counting import counted, digest
from tests.core.keys.cast import ALICE, BOB

DAY, OTHER_DAY = "2026-06-14", "2026-06-15"


class Table:
    """Collects what two sides say about rounds, in the order in which it counts."""

    def __init__(self) -> None:
        self.said: list[Counted] = []
        self.bodies: dict[Digest, JsonObject] = {}

    def say(
        self,
        name: str,
        type_name: str,
        facts: JsonObject,
        *,
        by: PartyId,
        ref: str | None,
        body: JsonObject,
    ) -> str:
        minute = len(self.said)
        received = f"03-{minute // 1440 + 1:02d} {minute // 60 % 24:02d}:{minute % 60:02d}"
        one = counted(name, type_name, facts, by=by, received=received, ref=ref)
        self.said.append(one)
        self.bodies[one.statement.digest] = body
        return name

    def round(
        self,
        step: str,
        *,
        by: PartyId,
        of: str | None = None,
        body: JsonObject | None = None,
        **facts: JsonValue,
    ) -> str:
        name = f"{step} by {by} {len(self.said)}"
        if step in {"proposed", "confirmed", "held"}:
            facts = {"day": DAY, "utc_offset_minutes": 0, **facts}
        if step == "proposed":
            facts = {"series": "dialogue", "kind": "round", **facts}
        return self.say(name, "round", {"step": step, **facts}, by=by, ref=of, body=body or {})

    def deliverable(
        self, step: str, *, by: PartyId, of: str, body: JsonObject | None = None, **facts: JsonValue
    ) -> str:
        name = f"{step} by {by} {len(self.said)}"
        if step == "proposed":
            facts = {"owner": "author", **facts}
        said = {"text": {"en": name}} if body is None else body
        return self.say(name, "deliverable", {"step": step, **facts}, by=by, ref=of, body=said)

    def outcome(self, *, by: PartyId, of: str, keys: Iterable[str], step: str = "published") -> str:
        items = [{"key": key, "text": f"{key} of {by}"} for key in keys]
        facts: JsonObject = {"step": step, "language": "en", "points": len(items), "tlp": "green"}
        name = f"{step} by {by} {len(self.said)}"
        return self.say(name, "outcome", facts, by=by, ref=of, body={"items": items})

    def held_round(self) -> str:
        """Say all that makes a round of both sides, and return the name of its proposal."""
        proposed = self.round("proposed", by=ALICE)
        self.round("confirmed", by=BOB, of=proposed)
        self.round("held", by=ALICE, of=proposed)
        return proposed

    def fold(self) -> FoldedDialogue:
        return fold_dialogue(self.said, bodies=self.bodies)


def leaf(name: str) -> Digest:
    return digest(name)
