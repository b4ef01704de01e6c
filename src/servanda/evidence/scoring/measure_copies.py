"""How well copies were found among all pairs of documents.

A pair has no order. Every pair that the set does not have is wrong, those that it calls `ignore`
count neither way, and each `trap` that was walked into is named. Over the groups that the pairs
form B-cubed is taken as well.

Source: docs/reference/evidence-accuracy.md, "Definitions".
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from servanda.evidence.scoring.measure_groups import Agreement, measure_groups
from servanda.evidence.scoring.measures import Row, Share

Pair: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What was found.

    Attributes:
        pairs: Of copies.
        by_alteration: How the copies of each kind were found: right of gold.
        traps: How many pairs fell into each trap.
        groups: Over connected documents; None where the set has none.
    """

    pairs: Share
    by_alteration: Mapping[str, Share]
    traps: Mapping[str, int]
    groups: Agreement | None


def measure_copies(gold: Sequence[Row], predictions: Sequence[Row]) -> Copies:
    """Return what of a set was found.

    Args:
        gold: Rows `a, b, label, alteration`.
        predictions: Rows of `copy_rows`.
    """
    copies, traps, ignored = (_labelled(gold, label) for label in ("copy", "trap", "ignore"))
    said = {_pair(row) for row in predictions if row["a"] != row["b"]}
    counted = said - ignored.keys()
    kinds = Counter(copies.values())
    found = Counter(kind for pair, kind in copies.items() if pair in said)
    documents = sorted({document for pair in (*copies, *traps) for document in pair})
    return Copies(
        pairs=Share(right=len(said & copies.keys()), predicted=len(counted), gold=len(copies)),
        by_alteration={
            kind: Share(right=found[kind], predicted=found[kind], gold=kinds[kind])
            for kind in sorted(kinds)
        },
        traps=dict(sorted(Counter(traps[pair] for pair in counted & traps.keys()).items())),
        groups=measure_groups(_groups(documents, copies), _groups(documents, counted))
        if documents
        else None,
    )


def _labelled(rows: Sequence[Row], label: str) -> dict[Pair, str]:
    return {_pair(row): str(row.get("alteration", "")) for row in rows if row["label"] == label}


def _pair(row: Row) -> Pair:
    return frozenset((str(row["a"]), str(row["b"])))


def _groups(documents: Sequence[str], pairs: Iterable[Pair]) -> Mapping[str, str]:
    """Return for each document the first of those that it is connected with."""
    parent = {document: document for document in documents}

    def first(document: str) -> str:
        while parent[document] != document:
            parent[document] = parent[parent[document]]
            document = parent[document]
        return document

    for pair in pairs:
        ends = [first(document) for document in pair if document in parent]
        if len(ends) == len(pair):
            low, high = sorted(ends)
            parent[high] = low
    return {document: first(document) for document in documents}
