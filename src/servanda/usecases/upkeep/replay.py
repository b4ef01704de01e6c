"""Judge two whole logs again, as if they had just arrived: what every projection must equal.

Used by the rebuild, which compares verdicts, and by the refill, which trusts no stored one.

Source: docs/spec/exchange.md, "Judging a leaf".
"""

from collections.abc import Iterator, Mapping, Sequence

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.judge import judge_received
from servanda.core.exchange.leaf import JudgedLeaf, ReceivedStatement, read_leaf
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import Origin, PartyId
from servanda.core.keys.card import Card
from servanda.usecases.ports.attachments import Progress

_Next = tuple[ReceivedStatement, CarriedLeaf]


def replay_logs(
    logs: Mapping[Origin, Sequence[CarriedLeaf]],
    *,
    cards: Mapping[PartyId, Card],
    progress: Progress | None = None,
) -> tuple[PairState, dict[Origin, list[JudgedLeaf]]]:
    """Judge the two logs of one pair, each leaf after its past.

    Args:
        logs: Both, from leaf 0 on, with the bodies that are held.
        cards: Of both parties.
        progress: Told how many more leaves are judged.

    Returns:
        The pair after all leaves, and the leaves judged, by log.
    """
    first = next(iter(logs))
    pair = PairState.in_memory((first.from_party, first.to_party), first.accord_name, cards)
    judged: dict[Origin, list[JudgedLeaf]] = {origin: [] for origin in logs}
    for origin, (received, carried) in _in_order(logs, pair):
        past = pair.past_of_next(origin.from_party)
        leaf = judge_received(received, origin=origin, past=past, checked=None)
        pair.add(leaf, body=carried.body)
        judged[origin].append(leaf)
        if progress is not None:
            progress(1)
    pair.settle()
    return pair, judged


def _in_order(
    logs: Mapping[Origin, Sequence[CarriedLeaf]], pair: PairState
) -> Iterator[tuple[Origin, _Next]]:
    """Yield leaves of both logs, none before the leaves it has `seen`, as far as there are."""
    waiting = {origin: iter(leaves) for origin, leaves in logs.items()}
    heads: dict[Origin, _Next] = {}
    while True:
        for origin, leaves in waiting.items():
            carried = None if origin in heads else next(leaves, None)
            if carried is not None:
                heads[origin] = (read_leaf(carried.note), carried)
        if not heads:
            return
        ready = [origin for origin in heads if _is_ready(origin, heads[origin], pair)]
        # What claims to have seen more than there is waits for all else, and is invalid then.
        chosen = ready[0] if ready else next(iter(heads))
        yield chosen, heads.pop(chosen)


def _is_ready(origin: Origin, head: _Next, pair: PairState) -> bool:
    header = head[0].header
    return header is None or header.seen.size <= pair.log(origin.to_party).roots.size
