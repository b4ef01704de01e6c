"""Which of several wordings at one place of one text counts.

Source: docs/spec/evidence/origins.md, "Printings".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from servanda.evidence.claims.claim import Claim, Mode
from servanda.evidence.decisions.standing import Standing
from servanda.evidence.origins.statements import Statement
from servanda.evidence.spans import Span

Wording: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is known of the printings of one text.

    Attributes:
        weights: By SHA-256: how many printings each document stands for.
        claims: By content key.
        standing: What people decided.
        often: By entity: how many statements of this text are its own.
    """

    weights: Mapping[str, int]
    claims: Mapping[str, Claim]
    standing: Standing
    often: Mapping[str, int]

    def of(self, group: Sequence[Statement]) -> Statement:
        """Return the statement that counts of those at one place.

        What a person looked at, whatever is printed elsewhere; else what most printings have; of
        equally many, what says least: a plan before a fact, with hedges before without, of whom
        the text quotes more often, told with more of its way; then the first by place.
        """
        by_wording: dict[Wording, list[Statement]] = {}
        for one in group:
            by_wording.setdefault(self._wording(one), []).append(one)
        return min(by_wording.values(), key=self._rank)[0]

    def _rank(self, members: Sequence[Statement]) -> tuple[bool, int, bool, int, int, int, Span]:
        first = members[0]
        claim = self.claims.get(first.key)
        return (
            not any(self.standing.is_confirmed(one.key) for one in members),
            -sum(self.weights[one.span.document] for one in members),
            claim is not None and claim.mode is Mode.FACT,
            0 if claim is None else -len(claim.hedges),
            -sum(self.often.get(key, 0) for key in (first.voice.entities if first.voice else ())),
            -len(first.via),
            first.span,
        )

    def _wording(self, one: Statement) -> Wording:
        """Return what of a statement is counted; two alike in it are one wording."""
        claim = self.claims.get(one.key)
        return (
            one.voice and one.voice.entities,
            tuple(link.name for link in one.via if link.span is not None),
            one.propositions,
            claim and claim.mode,
            claim and tuple(sorted(hedge.kind for hedge in claim.hedges)),
        )
