"""The key sheets of a bundle, and whether anybody vouches for the keys.

A bundle proves nothing about whose keys are in it: whoever forged the rest could have forged
those. So the reader brings the accord's id or the parties' words from elsewhere.

Source: docs/spec/bundle.md, "Anchors".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from servanda.core.accords.accord import Accord
from servanda.core.bundle.layout import KEYS_FOLDER, key_path
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import Digest, PartyId
from servanda.core.keys.card import MAX_SHEETS, Card, twelve_words, verify_card
from servanda.core.verifier.accords import BundledAccords
from servanda.core.verifier.files import CheckedFiles
from servanda.core.verifier.wrong import refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """What the reader has from the parties or a court, and not from the bundle.

    Attributes:
        accord: The id of a version of the accord; None if not known.
        words: The twelve words of each party whose words are known.
    """

    accord: Digest | None = None
    words: Mapping[PartyId, tuple[str, ...]] = field(default_factory=dict)


def read_cards(files: CheckedFiles, accord: Accord) -> Mapping[PartyId, Card]:
    """Return the parties' cards, in the order of the accord.

    Raises:
        BundleError: A sheet is missing, not signed by the root before it, or of another card
            than the one in the accord.
    """
    expected: set[str] = set()
    cards: dict[PartyId, Card] = {}
    for party, agreed in zip(accord.parties, accord.cards, strict=True):
        paths: list[str] = []
        while len(paths) < MAX_SHEETS and key_path(party, len(paths) + 1) in files.manifest.files:
            paths.append(key_path(party, len(paths) + 1))
        expected.update(paths)
        try:
            card = verify_card([files.read(path) for path in paths])
        except CounterpartError as error:
            folder = key_path(party, 1).rpartition("/")[0]
            raise refuse(f"The key sheets in {folder} are no card: {error}.") from error
        common = min(len(card.notes), len(agreed.notes))
        if card.party != party or card.notes[:common] != agreed.notes[:common]:
            raise refuse(f"The key sheets of {party} are not those of the accord.")
        cards[party] = card
    for path in files.below(KEYS_FOLDER):
        if path not in expected:
            raise refuse(f"{path} belongs to no card of the accord's parties.", path=path)
    return cards


def verify_anchors(
    anchors: Anchors,
    *,
    accord: Digest,
    accords: BundledAccords,
    cards: Mapping[PartyId, Card],
) -> bool:
    """Return whether the anchors vouch for both parties' keys.

    Args:
        anchors: What the reader brings.
        accord: The version that the bundle was made under.
        accords: All versions in the bundle.
        cards: Both parties'.

    Raises:
        BundleError: An anchor contradicts the bundle: these are other keys.
    """
    if anchors.accord is not None and anchors.accord not in _line_of(accord, accords):
        raise refuse(
            f"The bundle was made under accord {accord}, which is neither {anchors.accord} nor a "
            "later version of it."
        )
    for party, words in anchors.words.items():
        card = cards.get(party)
        if card is None:
            raise refuse(f"{party} is no party to this accord.")
        if tuple(words) != twelve_words(card):
            raise refuse(
                f"The twelve words of {party}'s keys in the bundle are other words: "
                f"{' '.join(twelve_words(card))}."
            )
    return anchors.accord is not None or anchors.words.keys() >= cards.keys()


def _line_of(accord: Digest, accords: BundledAccords) -> list[Digest]:
    """Return the version `accord` and those it replaced; judging shows they were in force."""
    line: list[Digest] = []
    at: Digest | None = accord
    while at is not None and at not in line:
        line.append(at)
        found = accords.readable.get(at)
        at = None if found is None else found[1].replaces
    return line
