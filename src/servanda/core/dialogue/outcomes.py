"""What each side published about a round, side by side, each in its own words.

Source: docs/spec/dialogue.md, "Outcomes".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.core.identifiers import PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeItem:
    """One point of one side's text.

    Attributes:
        key: Shared by the points of both texts that are about the same; a side that publishes
            first chooses it.
        text: The words, by language: that of the text as published first, then translations.
    """

    key: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeText:
    """One side's text about a round.

    Attributes:
        party: Who published it.
        language: In which it is authentic.
        items: In the order of the text.
        source: Where it was found, with its mark; empty for one that came as a statement.
        is_complete: Whether all points of the text are here, so that one which is not here is not
            in the text.
    """

    party: PartyId
    language: str
    items: tuple[OutcomeItem, ...]
    source: str = ""
    is_complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One point beside its counterpart.

    Attributes:
        key: Of the point.
        texts: The words of each side that has it, by party.
        only_in: The one side whose text has it; None where both have.
    """

    key: str
    texts: Mapping[PartyId, OutcomeItem]
    only_in: PartyId | None


def beside(texts: Sequence[OutcomeText], *, parties: Sequence[PartyId]) -> Sequence[OutcomeRow]:
    """Return the points of both texts, in the order of the first, then what the second has alone.

    A point is "only in X's text" if the other side has published, and its text is here whole:
    silence is not a text without the point, and neither is an excerpt.

    Args:
        texts: At most one a party.
        parties: Both, in the order of the accord.
    """
    by_party = {text.party: {item.key: item for item in text.items} for text in texts}
    whole = {text.party for text in texts if text.is_complete}
    rows = []
    for key in dict.fromkeys(key for party in parties for key in by_party.get(party, {})):
        found = {party: by_party[party][key] for party in parties if key in by_party.get(party, {})}
        missing = [party for party in parties if party not in found]
        is_alone = len(found) == 1 and all(party in whole for party in missing)
        rows.append(
            OutcomeRow(key=key, texts=found, only_in=next(iter(found)) if is_alone else None)
        )
    return rows
