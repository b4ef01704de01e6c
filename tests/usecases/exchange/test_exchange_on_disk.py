"""The same exchange on stores in SQLite files and in PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from servanda.core.errors import MisconfiguredError
from servanda.store.append_only import drop_triggers
from servanda.store.django_store import DjangoStore
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.ports.store import Store
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from servanda.usecases.upkeep.recover_node import recover_node
from tests.django_stores import postgresql_store, sqlite_store
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Cast, agreed_cast


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    with sqlite_store(tmp_path / "alice.sqlite3") as alice:
        if request.param == "sqlite":
            with sqlite_store(tmp_path / "bob.sqlite3") as bob:
                yield alice, bob
        else:
            with postgresql_store(request.getfixturevalue("postgres_url")) as bob:
                yield alice, bob


def test_both_stores_hold_the_same_two_logs_and_projections_equal_a_replay(
    stores: tuple[Store, Store],
) -> None:
    cast = busy(stores)

    assert cast.alice.notes() == cast.bob.notes()[::-1]
    for node in (cast.alice, cast.bob):
        node.restart()
        assert recover_node(services=node.services).signed == ()
        assert rebuild_projections(check=True, services=node.services).differences == ()


def test_a_row_edited_behind_the_triggers_is_named(stores: tuple[Store, Store]) -> None:
    cast = busy(stores)
    store = cast.bob.services.store
    assert isinstance(store, DjangoStore)
    drop_triggers(store.connection)
    store.run("UPDATE store_leaf SET note = %s WHERE seq = 1", (b"nothing of the kind\n",))

    cast.bob.restart()
    with pytest.raises(MisconfiguredError, match="leaf 1 "):
        recover_node(services=cast.bob.services)


def test_more_leaves_than_one_tile_holds_are_exchanged_and_found_again(
    stores: tuple[Store, Store],
) -> None:
    cast = busy(stores)
    for _ in range(300):
        queue_statement(type="check", facts={"step": "ask"}, services=cast.alice.services)
    cast.alice.step()
    cast.settle()
    cast.bob.restart()
    cast.alice.restart()

    cast.alice.send("check", {"step": "ask"})
    cast.settle()

    assert cast.alice.notes() == cast.bob.notes()[::-1]
    for node in (cast.alice, cast.bob):
        assert rebuild_projections(check=True, services=node.services).differences == ()


def busy(stores: tuple[Store, Store]) -> Cast:
    cast = agreed_cast(stores)
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.wait(days=1)
    cast.bob.send("response", FULFILLED, body={"text": "See the file."}, ref=request)
    cast.settle()
    return cast
