"""Single statements as programs are shown them.

Source: docs/reference/api.md, "Statements".
"""

from collections.abc import Collection, Sequence
from typing import Any

import orjson
from pydantic import Field

from servanda.interfaces.api.door import Called
from servanda.interfaces.api.forms import DigestText, Given, InstantText, Members, shown
from servanda.interfaces.api.problems import NoSuchThingError
from servanda.usecases.reading.views import StatementView, view_of


class Statement(Given):
    """One statement, ours or theirs."""

    leaf: DigestText
    sender: str
    recipient: str
    accord: str
    index: int = Field(ge=0, le=2**53, description="Its place in its sender's log.")
    type: str
    ref: DigestText | None = Field(description="What it answers.")
    facts: Members
    body: dict[str, Any] | None = Field(
        description="Null for who may not read bodies, and where there is none or it is erased."
    )
    stage: str
    sent_at: InstantText | None = Field(description="By its writer's clock.")
    received_at: InstantText | None = Field(description="By the receiver's clock.")
    acknowledged_at: InstantText | None
    answered_at: InstantText | None
    withdrawn_at: InstantText | None
    outcome: str
    refused: str
    verdict: str = Field(description="valid, invalid or not_understood.")
    reason: str = Field(description="Why it has no effect; empty where it has.")


def statements_given(leaf_hashes: Sequence[bytes], *, called: Called) -> list[Statement]:
    """Return these statements in this order; bodies only for who may read them."""
    store = called.services.store
    pairs = {origin: pair for pair in store.pairs() for origin in (pair.own, pair.own.reverse)}
    bodies = store.bodies(leaf_hashes) if called.reads_bodies else {}
    known = [facts for one in leaf_hashes if (facts := store.facts(one)) is not None]
    return [
        _given(
            view_of(facts, pairs[facts.origin], store=store),
            None
            if facts.leaf_hash not in bodies
            else _without_secrets(bodies[facts.leaf_hash].body),
        )
        for facts in known
        if facts.origin in pairs
    ]


def statement_given(leaf_hash: bytes, *, types: Collection[str], called: Called) -> Statement:
    """Return one statement of one of these types.

    Raises:
        NoSuchThingError: There is none of this name, or it is of another type.
    """
    found = statements_given([leaf_hash], called=called)
    if not found or found[0].type not in types:
        raise NoSuchThingError("there is no such statement")
    return found[0]


def _without_secrets(body: bytes) -> dict[str, Any]:
    """Return the members of a body without what opens its files: these have a door of their own."""
    members: dict[str, Any] = orjson.loads(body)
    files = members.get("files")
    if isinstance(files, list):
        for file in files:
            file.pop("identity", None)
    return members


def _given(view: StatementView, body: dict[str, Any] | None) -> Statement:
    return Statement(
        leaf=view.leaf,
        sender=view.by,
        recipient=view.origin.to_party,
        accord=view.origin.accord_name,
        index=view.index,
        type=view.type,
        ref=view.ref,
        facts=dict(view.facts),
        body=body,
        stage=view.stage,
        sent_at=shown(view.sent_at),
        received_at=shown(view.received_at),
        acknowledged_at=shown(view.acknowledged_at),
        answered_at=shown(view.answered_at),
        withdrawn_at=shown(view.withdrawn_at),
        outcome=view.outcome,
        refused=view.refused,
        verdict=view.verdict,
        reason=view.reason,
    )
