"""What a decision changed: flags, origins and findings before it and after it.

Nothing is edited when a person decides: everything is computed without the decision and with it,
and the difference is told, with the decision that made it.

Source: docs/spec/evidence/report.md, "Changes".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from servanda.core.canonical import JsonObject
from servanda.evidence.decisions.decision import Decision
from servanda.evidence.findings.finding import Finding
from servanda.evidence.origins.origin import Support
from servanda.evidence.report.evidence import Evidence

MAX_STEPS = 50  # decisions: each costs as much as a report


class ChangeKind(StrEnum):
    """What changed."""

    FLAG = "flag"
    ORIGIN = "origin"  # where one statement goes back to
    SUPPORT = "support"  # the origins of what is said alike
    FINDING = "finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference.

    Attributes:
        kind: What changed.
        key: Of the flag, the statement, what is said alike, or the commitment.
        before: How it was; empty for what was not there.
        after: How it is; empty for what is gone.
        decision: The digest of the decision that changed it.
    """

    kind: ChangeKind
    key: str
    before: str
    after: str
    decision: str


def changes_since(
    first: int,
    decisions: Sequence[Decision],
    *,
    with_decisions: Callable[[Sequence[Decision]], Evidence],
) -> tuple[Change, ...]:
    """Return what each decision from number `first` on changed, in order.

    Args:
        first: Number of the first decision to look at.
        decisions: All of them, in order.
        with_decisions: Computes the evidence with some of them.
    """
    changes: list[Change] = []
    before = with_decisions(decisions[:first])
    for number in range(first, len(decisions)):
        after = with_decisions(decisions[: number + 1])
        digest = decisions[number].digest
        changes += (
            Change(kind=kind, key=key, before=was, after=now, decision=digest)
            for kind, key, was, now in _differences(before, after)
        )
        before = after
    return tuple(changes)


def change_rows(changes: Sequence[Change]) -> Iterator[JsonObject]:
    """Yield a row for each change, in order."""
    for one in changes:
        yield {
            "kind": one.kind.value,
            "key": one.key,
            "before": one.before or None,
            "after": one.after or None,
            "decision": one.decision,
        }


def _differences(before: Evidence, after: Evidence) -> Iterator[tuple[ChangeKind, str, str, str]]:
    for kind, look in _LOOKS.items():
        was, now = look(before), look(after)
        for key in sorted(was.keys() | now.keys()):
            one, other = was.get(key, ""), now.get(key, "")
            if one != other:
                yield kind, key, one, other


def _flags(evidence: Evidence) -> Mapping[str, str]:
    return {one.key: one.state.value for one in evidence.flags}


def _origins(evidence: Evidence) -> Mapping[str, str]:
    return {key: ", ".join(keys) for key, keys in evidence.origins.of_statement.items()}


def _supports(evidence: Evidence) -> Mapping[str, str]:
    return {_support_key(one): ", ".join(one.origins) for one in evidence.origins.supports}


def _support_key(support: Support) -> str:
    """Return the rule for a proposition; for what is alike by words also its first place."""
    first = support.statements[0]
    if support.how.startswith("alike.words"):
        return f"{support.how} {first.document}:{first.start}-{first.end}"
    return str(support.how)


def _findings(evidence: Evidence) -> Mapping[str, str]:
    return {one.commitment: _told(one) for one in evidence.findings}


def _told(finding: Finding) -> str:
    reasons = ", ".join(told.reason.value for told in finding.told)
    element = f" ({finding.element})" if finding.element else ""
    return f"{finding.status.value}{element}: {reasons}; {len(finding.origins)} origins"


_LOOKS: Mapping[ChangeKind, Callable[[Evidence], Mapping[str, str]]] = {
    ChangeKind.FLAG: _flags,
    ChangeKind.ORIGIN: _origins,
    ChangeKind.SUPPORT: _supports,
    ChangeKind.FINDING: _findings,
}
