"""All pairs of a number of parties, spread over the processors; one result whatever the order."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from multiprocessing import get_context

from servanda.simulation.years.outcome import PairOutcome
from servanda.simulation.years.pair_year import PairPlan, play_pair

MIN_PARTIES = 2
MAX_PARTIES = 99  # their names have two digits

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsOutcome:
    """What came of all pairs.

    Attributes:
        pairs: One outcome each, by the numbers of their parties.
    """

    pairs: Sequence[PairOutcome]

    @property
    def agreeing(self) -> int:
        """How many pairs agree on their review."""
        return sum(pair.agreeing for pair in self.pairs)

    @property
    def types(self) -> Mapping[str, int]:
        """How many valid leaves there are of each statement type."""
        total: Counter[str] = Counter()
        for pair in self.pairs:
            total.update(pair.types)
        return dict(sorted(total.items()))

    @property
    def totals(self) -> Mapping[str, int]:
        """The sums that the last line of the command gives, without the seconds."""
        return {
            "pairs": len(self.pairs),
            "pairs_agreeing": self.agreeing,
            "statements": sum(pair.statements for pair in self.pairs),
            "lost": sum(pair.lost for pair in self.pairs),
            "doubled": sum(pair.doubled for pair in self.pairs),
            "out_of_state": sum(pair.out_of_state for pair in self.pairs),
            "unreceipted": sum(pair.unreceipted for pair in self.pairs),
        }


def play_years(
    *, parties: int, days: int, seed: int, processes: int, progress: Progress
) -> YearsOutcome:
    """Play every pair of `parties` parties for `days` days.

    Args:
        parties: From `MIN_PARTIES` to `MAX_PARTIES`.
        days: Of the virtual clock.
        seed: Decides all chance.
        processes: How many pairs are played at once; 1 plays all of them in this process.
        progress: Called with 1 after each pair, in the order of the pairs.
    """
    plans = [
        PairPlan(parties=pair, days=days, seed=seed) for pair in combinations(range(parties), 2)
    ]
    if processes == 1:
        return YearsOutcome(pairs=_watched(map(play_pair, plans), progress))
    # Fresh processes: whatever the caller's threads hold at this moment is nobody's here.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return YearsOutcome(pairs=_watched(pool.map(play_pair, plans), progress))


def _watched(outcomes: Iterable[PairOutcome], progress: Progress) -> list[PairOutcome]:
    watched = []
    for outcome in outcomes:
        watched.append(outcome)
        progress(1)
    return watched
