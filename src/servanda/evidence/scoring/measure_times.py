"""How well expressions of time were found, and read.

A prediction and an expression of the set pair one to one: those with equal ends first, then, in
the order of the text, those that overlap. *Relaxed* counts pairs, *strict* those with equal ends,
*type* and *value* those of the same TIMEX3 type and value.

Source: docs/reference/evidence-accuracy.md, "Definitions".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from servanda.evidence.scoring.measures import Row, Share, by_document, place_of, shared

_IS_RIGHT: Mapping[str, Callable[[Row, Row], bool]] = {
    "relaxed": lambda _, __: True,
    "strict": lambda gold, said: place_of(gold) == place_of(said),
    "type": lambda gold, said: gold.get("type") == said.get("type"),
    "value": lambda gold, said: "value" in said and gold.get("value") == said["value"],
}


def measure_times(gold: Sequence[Row], predictions: Sequence[Row]) -> Mapping[str, Share]:
    """Return what of a set was found, by how strictly one looks.

    Args:
        gold: Rows `doc, start, end, type, value`.
        predictions: Rows of `time_rows`.
    """
    said = by_document(predictions)
    pairs = [
        pair
        for document, rows in by_document(gold).items()
        for pair in _pairs(rows, said.get(document, []))
    ]
    return {
        name: Share(
            right=sum(is_right(*pair) for pair in pairs),
            predicted=len(predictions),
            gold=len(gold),
        )
        for name, is_right in _IS_RIGHT.items()
    }


def _pairs(gold: Sequence[Row], said: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    wanted = sorted(gold, key=place_of)
    left = sorted(said, key=place_of)
    missing: list[Row] = []
    for row in wanted:
        equal = next((one for one in left if place_of(one) == place_of(row)), None)
        if equal is None:
            missing.append(row)
        else:
            left.remove(equal)
            yield row, equal
    for row in missing:
        meeting = next((one for one in left if shared(place_of(one), place_of(row))), None)
        if meeting is not None:
            left.remove(meeting)
            yield row, meeting
