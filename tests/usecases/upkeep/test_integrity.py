"""What is compared when: everything at start, a share before each head, everything at review."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import digest_of
from servanda.memory.store import MemoryStore
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.exchange.heads import BehindHeadError
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.ports.outside import Head, Heads
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.review.export_bundle import export_bundle
from servanda.usecases.review.make_cut import make_cut
from servanda.usecases.services import Services
from servanda.usecases.upkeep.integrity import ROLLING_LEAVES, LogDamagedError
from servanda.usecases.upkeep.recover_node import recover_node
from tests.usecases.nodes import Cast, agreed_cast

LEAVES = 3 * ROLLING_LEAVES
EDITED = 2 * ROLLING_LEAVES + 10  # in the third share


class WatchedStore(MemoryStore):
    """Counts changes by others as SQLite does."""

    def __init__(self) -> None:
        super().__init__()
        self.changes = 0

    @override
    def foreign_changes(self) -> int:
        return self.changes


@pytest.fixture
def store() -> WatchedStore:
    return WatchedStore()


@pytest.fixture
def cast(store: WatchedStore) -> Cast:
    """Alice, whose log is longer than what is compared before a head."""
    made = agreed_cast((store, MemoryStore()))
    for _ in range(LEAVES):
        queue_statement(type="check", facts={"step": "ask"}, services=made.alice.services)
    made.alice.step()
    made.settle()
    made.wait(hours=1)
    return made


def test_an_edit_is_found_within_as_many_heads_as_the_log_has_shares(
    cast: Cast, store: WatchedStore
) -> None:
    edit(cast, store, index=EDITED)
    store.changes += 1
    size = cast.alice.pair.own_size

    with pytest.raises(LogDamagedError, match=f"leaf {EDITED} "):
        say_often(cast, times=-(-size // ROLLING_LEAVES))

    head = store.checkpoint(cast.alice.pair.own)
    assert head is not None
    assert head.size < size + EDITED // ROLLING_LEAVES + 1
    assert cast.alice.pair.own_size == head.size  # what was not signed was not appended either


def test_once_all_shares_are_read_nothing_is_read_again_until_others_change_something(
    cast: Cast, store: WatchedStore
) -> None:
    for _ in range(LEAVES // ROLLING_LEAVES + 2):
        cast.alice.send("check", {"step": "ask"})
    pair = cast.alice.services.pairs.get(cast.alice.pair.own)
    assert pair is not None
    quiet = dict(pair.unread)

    store.changes += 1
    cast.alice.send("check", {"step": "ask"})

    assert max(quiet.values()) <= 0
    assert max(pair.unread.values()) > 0


@pytest.mark.parametrize("index", [0, EDITED, LEAVES])
def test_an_edit_that_no_share_has_reached_is_found_at_start_at_review_and_at_export(
    cast: Cast, store: WatchedStore, index: int
) -> None:
    make_cut(until=cast.clock.now(), services=cast.alice.services)
    cast.alice.step()
    cast.settle()
    edit(cast, store, index=index)  # without a word to the store, as with an editor on the file

    for look in (recover, review, export):
        with pytest.raises(LogDamagedError, match=f"leaf {index} "):
            look(cast.alice.services)


def other_root(head: Head) -> Head:
    return replace(head, root=digest_of(b"another log"))


def larger(head: Head) -> Head:
    return replace(head, size=head.size + 1)


def say(cast: Cast) -> None:
    cast.alice.send("check", {"step": "ask"})


def say_often(cast: Cast, *, times: int) -> None:
    for _ in range(times):
        say(cast)


def receipt(cast: Cast) -> None:
    cast.bob.send("check", {"step": "ask"})
    cast.alice.take(envelope_for(services=cast.bob.services).content)


def start(cast: Cast) -> None:
    recover(cast.alice.services)


@pytest.mark.parametrize("way", [say, receipt, start])
@pytest.mark.parametrize("of", ["logs", "copies"])
@pytest.mark.parametrize("known", [larger, other_root])
def test_no_head_is_signed_that_the_head_file_does_not_lead_to(
    way: Callable[[Cast], None], of: str, known: Callable[[Head], Head]
) -> None:
    cast = agreed_cast()
    cast.cut_lines()
    file = cast.alice.services.heads
    heads = file.read()
    changed = {name: known(head) for name, head in getattr(heads, of).items()}
    logs, copies = (changed if of == name else getattr(heads, name) for name in ("logs", "copies"))
    file.replace(heads, Heads(logs=logs, copies=copies))
    before = cast.alice.services.store.checkpoint(cast.alice.pair.own)

    with pytest.raises((BehindHeadError, LogDamagedError)):
        way(cast)

    assert cast.alice.services.store.checkpoint(cast.alice.pair.own) == before


def test_a_head_that_a_crash_left_out_is_not_signed_over_an_edited_leaf() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    store, own = cast.alice.services.store, cast.alice.pair.own
    assert isinstance(store, MemoryStore)
    cast.alice.send("check", {"step": "ask"})
    (leaf,) = store.leaves(own, 1, 2)
    store.overwrite_leaf_unsafe(
        own, replace(leaf, note=leaf.note.replace(b'"time":"2026', b'"time":"2025', 1))
    )
    before = store.checkpoint(own)

    with pytest.raises(MisconfiguredError, match="leaf 1 "):
        recover(cast.alice.services)

    assert store.checkpoint(own) == before


def recover(services: Services) -> None:
    recover_node(services=services)


def review(services: Services) -> None:
    compute_review(services=services)


def export(services: Services) -> None:
    export_bundle(BytesIO(), services=services)


def edit(cast: Cast, store: WatchedStore, *, index: int) -> None:
    own = cast.alice.pair.own
    (leaf,) = store.leaves(own, index, index + 1)
    note = leaf.note.replace(b'"time":"2026', b'"time":"2025', 1)
    assert note != leaf.note
    store.overwrite_leaf_unsafe(own, replace(leaf, note=note))
