"""How well source, cue and content of attributions were found: whole spans, and characters.

Per label the distinct spans of all rows are compared, and the characters that they cover, each
counted once.

Source: docs/reference/evidence-accuracy.md, "Definitions".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.evidence.scoring.measures import Place, Row, Share, places_of, shared

LABELS = ("source", "cue", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """What of one label was found.

    Attributes:
        exact: Whole spans.
        characters: Characters.
    """

    exact: Share
    characters: Share


def measure_attributions(gold: Sequence[Row], predictions: Sequence[Row]) -> Mapping[str, Spans]:
    """Return what of each label was found.

    Args:
        gold: Rows `doc, source, cue, content`, each a list of `[start, end]`.
        predictions: Rows of `attribution_rows`.
    """
    return {label: _measure(label, gold, predictions) for label in LABELS}


def _measure(label: str, gold: Sequence[Row], predictions: Sequence[Row]) -> Spans:
    wanted, said = _spans(label, gold), _spans(label, predictions)
    whole = Share(
        right=sum(len(set(places) & set(said.get(doc, ()))) for doc, places in wanted.items()),
        predicted=sum(map(len, said.values())),
        gold=sum(map(len, wanted.values())),
    )
    covered = {document: _merged(places) for document, places in wanted.items()}
    claimed = {document: _merged(places) for document, places in said.items()}
    common = sum(_common(places, claimed.get(doc, [])) for doc, places in covered.items())
    characters = Share(right=common, predicted=_size(claimed), gold=_size(covered))
    return Spans(exact=whole, characters=characters)


def _spans(label: str, rows: Sequence[Row]) -> dict[str, set[Place]]:
    found: dict[str, set[Place]] = {}
    for row in rows:
        found.setdefault(str(row["doc"]), set()).update(places_of(row.get(label)))
    return found


def _merged(places: set[Place]) -> list[Place]:
    """Return places that cover the same characters, none touching another."""
    merged: list[Place] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _common(one: Sequence[Place], other: Sequence[Place]) -> int:
    """Return how many characters two lists of merged places have in common."""
    common = at = 0
    for place in one:
        while at < len(other) and other[at][1] <= place[0]:
            at += 1
        further = at
        while further < len(other) and other[further][0] < place[1]:
            common += shared(place, other[further])
            further += 1
    return common


def _size(places: Mapping[str, Sequence[Place]]) -> int:
    return sum(end - start for each in places.values() for start, end in each)
