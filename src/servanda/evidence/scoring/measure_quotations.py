"""How well quotations and their speakers were found.

A prediction finds a quotation when it covers at least three fifths of it; of several that do, the
one with the most of it counts, then the one whose ends lie nearest. Quotations of fewer than
three words count neither for nor against, and neither do predictions on them. A speaker is right
when the mention overlaps one that the set has, when the full name is among those that the set
accepts, or when the last word of the mention is a name that stands in the set's speaker, too.

Precision is over all predictions with a speaker that find something or nothing; recall over the
quotations that somebody is said to have said.

Source: docs/reference/evidence-accuracy.md, "Definitions".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from servanda.evidence.scoring.measures import (
    Row,
    Share,
    by_document,
    number,
    place_of,
    places_of,
    shared,
)

LEAST_WORDS = 3
COVERED = (3, 5)  # of the characters of a quotation
_PRONOUNS = frozenset(
    ["he", "she", "they", "we", "i", "it", "you", "who", "his", "her", "their", "him", "them", "us"]
)
_MARKS = ".,;:!?()[]\"“”'‘’—-"
_OPENING = "“\"'‘("
_GENITIVES = ("'s", "’s")


@dataclass(slots=True)
class Found:
    """What was counted.

    Attributes:
        right: Speakers that are right, in any of the three ways.
        by_mention: Speakers whose mention overlaps.
        predicted: Predictions with a speaker that find a quotation.
        loose: Those that find none.
        said: Quotations that somebody said.
        spans: Quotations that are attributions.
        found: Those of them that were found.
        exact: Those that were found with both ends.
    """

    right: int = 0
    by_mention: int = 0
    predicted: int = 0
    loose: int = 0
    said: int = 0
    spans: int = 0
    found: int = 0
    exact: int = 0
    documents: set[str] = field(default_factory=set)

    @property
    def speaker(self) -> Share:
        """The share of speakers that are right."""
        return Share(right=self.right, predicted=self.predicted + self.loose, gold=self.said)

    @property
    def mention(self) -> Share:
        """The share of speakers whose very mention is right."""
        return Share(right=self.by_mention, predicted=self.predicted + self.loose, gold=self.said)


def measure_quotations(gold: Sequence[Row], predictions: Sequence[Row]) -> Found:
    """Return what of a set was found.

    Args:
        gold: Rows `doc, start, end, words, attribution, sources, source_text, names`.
        predictions: Rows of `quotation_rows`.
    """
    counted = Found()
    wanted, said = by_document(gold), by_document(predictions)
    for document, quotations in wanted.items():
        _count(quotations, said.get(document, []), counted)
    for document, rows in said.items():
        if document not in wanted:
            counted.loose += sum(map(_has_speaker, rows))
    return counted


def _count(gold: Sequence[Row], predictions: Sequence[Row], counted: Found) -> None:
    places = [place_of(row) for row in predictions]
    hit: set[int] = set()
    for row in gold:
        place = place_of(row)
        covering = [
            index for index, other in enumerate(places) if _covers(shared(place, other), place)
        ]
        hit.update(covering)
        if not _is_short(row):
            best = max(covering, key=lambda each: (*_fit(places[each], place), each), default=None)
            _judge(row, None if best is None else predictions[best], counted)
    short = [place_of(row) for row in gold if _is_short(row)]
    counted.loose += sum(
        index not in hit
        and _has_speaker(row)
        and not any(shared(places[index], place) for place in short)
        for index, row in enumerate(predictions)
    )


def _judge(row: Row, prediction: Row | None, counted: Found) -> None:
    is_attribution = bool(row.get("attribution", True))
    is_said = is_attribution and bool(row.get("sources") or row.get("names"))
    counted.said += is_said
    counted.spans += is_attribution
    if prediction is None:
        return
    if is_attribution:
        counted.found += 1
        counted.exact += place_of(prediction) == place_of(row)
    if _has_speaker(prediction):
        counted.predicted += 1
        if is_said:
            overlaps = _mention_overlaps(row, prediction)
            counted.by_mention += overlaps
            counted.right += overlaps or _is_named_alike(row, prediction)


def _covers(characters: int, place: tuple[int, int]) -> bool:
    part, whole = COVERED
    return characters > 0 and characters * whole >= part * (place[1] - place[0])


def _fit(place: tuple[int, int], wanted: tuple[int, int]) -> tuple[int, int]:
    distance = abs(place[0] - wanted[0]) + abs(place[1] - wanted[1])
    return (shared(place, wanted), -distance)


def _is_short(row: Row) -> bool:
    return number(row.get("words", LEAST_WORDS)) < LEAST_WORDS


def _has_speaker(row: Row) -> bool:
    return row.get("speaker_start") is not None or bool(row.get("name"))


def _mention_overlaps(row: Row, prediction: Row) -> bool:
    if prediction.get("speaker_start") is None:
        return False
    mention = (number(prediction["speaker_start"]), number(prediction["speaker_end"]))
    return any(shared(mention, source) for source in places_of(row.get("sources")))


def _is_named_alike(row: Row, prediction: Row) -> bool:
    name, accepted = prediction.get("name"), row.get("names")
    if name and isinstance(accepted, Sequence) and name in accepted:
        return True
    words = str(prediction.get("speaker_text") or name or "").split()
    last = words[-1].lstrip(_OPENING) if words else ""
    if not last[:1].isupper() or _plain(last) in _PRONOUNS:
        return False
    return _plain(last) in {_plain(word) for word in str(row.get("source_text") or "").split()}


def _plain(word: str) -> str:
    bare = word.strip(_MARKS)
    return (bare[:-2] if bare.endswith(_GENITIVES) else bare).lower()
