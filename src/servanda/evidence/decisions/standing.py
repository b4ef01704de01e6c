"""Which decisions are in force, and what they make of what rules found.

A retraction takes a decision out of force with all that rested on it, and is itself a decision
that can be retracted. What no longer finds its target is orphaned: listed, never dropped.

Source: docs/spec/evidence/decisions.md, "In force".
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.evidence.decisions.decision import Decision, Verb

_ABOUT_FOUND = frozenset((Verb.CONFIRM, Verb.REJECT, Verb.CORRECT))
# Kinds of what is found at one place: a key of another form can never find its target.
_LOCATED = frozenset(("quotation", "claim", "publication"))
_CONTENT_KEY = re.compile(r"[a-z]+:[0-9a-f]{64}:[0-9]+-[0-9]+", re.ASCII)
MAX_MERGES = 50  # of names in a row; a longer chain is a mistake, and a ring would never end


class UnfitDecisionError(InvalidInputError):
    """A decision's target or value is not what its verb needs."""

    code: ClassVar[str] = "unfit-decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What people have decided, as it stands.

    Attributes:
        in_force: Decisions that nobody retracted, in order.
        judged: By content key: the last decision that confirms, rejects or corrects it.
        merged: By entity key: the entity that it is the same as, chains followed to their end.
    """

    in_force: tuple[Decision, ...]
    judged: Mapping[str, Decision]
    merged: Mapping[str, str]

    def is_rejected(self, key: str) -> bool:
        """Tell whether what was found at `key` does not hold."""
        return key in self.judged and self.judged[key].verb is Verb.REJECT

    def is_confirmed(self, key: str) -> bool:
        """Tell whether a person confirmed what was found at `key`, or put it right."""
        return key in self.judged and self.judged[key].verb is not Verb.REJECT

    def correction(self, key: str) -> JsonObject | None:
        """Return what holds instead of what was found at `key`; None where nothing does."""
        decision = self.judged.get(key)
        return decision.value if decision and decision.verb is Verb.CORRECT else None

    def entity(self, key: str) -> str:
        """Return the entity that `key` means after all merges."""
        return self.merged.get(key, key)

    def orphaned(self, keys: Collection[str]) -> tuple[Decision, ...]:
        """Return the decisions about what rules find, whose target is not among `keys`."""
        return tuple(
            decision
            for decision in self.in_force
            if decision.verb in _ABOUT_FOUND and decision.target not in keys
        )


def stand(decisions: Sequence[Decision]) -> Standing:
    """Return how things stand after all decisions, which are whole and in order."""
    in_force = _in_force(decisions)
    judged = {one.target: one for one in in_force if one.verb in _ABOUT_FOUND}
    links: dict[str, str] = {}
    for one in in_force:
        if one.verb is Verb.MERGE:
            links[one.target] = str(one.value.get("into", one.target))
        elif one.verb is Verb.SPLIT:
            links.pop(one.target, None)
    return Standing(
        in_force=in_force, judged=judged, merged={key: _end(key, links) for key in sorted(links)}
    )


def require_fit(
    decisions: Sequence[Decision], decision_verb: Verb, target: str, value: JsonObject
) -> None:
    """Refuse a decision whose target or value its verb cannot use.

    Raises:
        UnfitDecisionError: The message says what was expected.
    """
    kind = target.partition(":")[0]
    if kind in _LOCATED:
        _require(
            _CONTENT_KEY.fullmatch(target) is not None,
            f"target: expected {kind}:<SHA-256 of the document>:<start>-<end>, found {target:.90}",
        )
    match decision_verb:
        case Verb.RETRACT:
            _require(
                any(one.digest == target for one in decisions),
                "target: expected the digest of a decision; `evidence decisions` lists them",
            )
        case Verb.MERGE:
            into = value.get("into")
            _require(isinstance(into, str) and into != target, "value.into: expected an entity key")
            _require(
                str(into).partition(":")[0] == target.partition(":")[0],
                f"expected two entities of one kind, found {target} and {into}",
            )
            _require_same_number(target, str(into))
        case Verb.CORRECT:
            _require_correction(target, value)
        case _:
            return


def _require_correction(target: str, value: JsonObject) -> None:
    """Refuse a correction that nothing reads: a statement has a voice, a document a day."""
    kind = target.partition(":")[0]
    wanted = {"quotation": "voice", "claim": "voice", "publication": "day"}.get(kind)
    _require(
        wanted is not None,
        f"target: expected a quotation, a claim or a publication, found {target:.60}",
    )
    given = value.get(str(wanted))
    _require(
        set(value) == {wanted} and isinstance(given, str),
        f"value: expected {{{wanted!r}: a text}}, found {sorted(value)}",
    )
    if wanted == "day":
        _require(_is_day(str(given)), f"value.day: expected YYYY-MM-DD, found {given!r:.40}")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _require_same_number(target: str, into: str) -> None:
    """Refuse to merge units of different numbers: the number is the identity."""
    if target.startswith("unit:"):
        one, other = (_digits(key) for key in (target, into))
        _require(
            one == other or not (one and other),
            f"expected units of one number, found {one} and {other}: the number is the identity",
        )


def _digits(key: str) -> str:
    return "".join(sign for sign in key if sign.isdigit())


def _require(holds: bool, problem: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise UnfitDecisionError(problem)


def _in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return what no retraction in force takes back; a later decision judges an earlier one."""
    retracted: set[str] = set()
    kept: list[Decision] = []
    for decision in reversed(decisions):
        if decision.digest in retracted:
            continue
        if decision.verb is Verb.RETRACT:
            retracted.add(decision.target)
        kept.append(decision)
    return tuple(reversed(kept))


def _end(key: str, links: Mapping[str, str]) -> str:
    """Follow merges to their end; a ring ends at its smallest key, whoever asks."""
    seen = [key]
    while seen[-1] in links and len(seen) <= MAX_MERGES:
        following = links[seen[-1]]
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]
