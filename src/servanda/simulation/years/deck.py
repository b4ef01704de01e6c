"""Deals plans like cards: in an order drawn by chance, each once before any comes again."""

from collections.abc import Sequence
from random import Random
from typing import Generic, TypeVar

Card = TypeVar("Card")


class Deck(Generic[Card]):
    """Cards without end."""

    def __init__(self, cards: Sequence[Card], *, random: Random) -> None:
        """Deal `cards`, at least one, shuffled by `random`."""
        self._cards = tuple(cards)
        self._random = random
        self._left: list[Card] = []

    def deal(self) -> Card:
        """Return the next card."""
        if not self._left:
            self._left = list(self._cards)
            self._random.shuffle(self._left)
        return self._left.pop()
