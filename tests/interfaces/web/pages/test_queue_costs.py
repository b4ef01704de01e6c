"""What a page of the queue asks of the store does not grow with what is in it."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from servanda.core.people.actor import UNNAMED
from servanda.interfaces.web.pages.queue_page import read_queue_page
from servanda.interfaces.web.pages.visit import Visit
from servanda.store.django_store import DjangoStore
from servanda.usecases.casework.list_cases import PAGE_ROWS
from servanda.usecases.ports.casework import CaseworkChange, CaseworkMark
from servanda.usecases.services import Services
from tests.django_stores import sqlite_store
from tests.usecases.nodes import agreed_cast
from tests.usecases.ports.test_casework_store_contract import case, deadline
from tests.usecases.store_samples import OWN


def fill(store: DjangoStore, count: int) -> None:
    cases = [
        replace(case(1), leaf_hash=number.to_bytes(32, "big"), is_open=True)
        for number in range(count)
    ]
    change = CaseworkChange(
        before=store.casework_mark(OWN),
        after=CaseworkMark(own=OWN, own_until=count),
        cases=cases,
        about=[one.leaf_hash for one in cases],
        deadlines=[replace(deadline(1, 5), case=one.leaf_hash) for one in cases],
    )
    assert store.save_casework(change)


def questions(services: Services, alias: str, query: dict[str, str]) -> list[str]:
    visit = Visit(
        language="en", services=services, actor=UNNAMED, reads_bodies=True, claim=None, query=query
    )
    with CaptureQueriesContext(connections[alias]) as captured:
        read_queue_page(visit)
    return [one["sql"] for one in captured.captured_queries]


@pytest.mark.parametrize("query", [{}, {"filter": "-state:postponed", "order": "changed"}])
def test_a_page_asks_as_many_questions_of_many_requests_as_of_few(
    query: dict[str, str], tmp_path: Path
) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        whole = agreed_cast().alice.services
        node = whole.store.node()
        assert node is not None
        store.save_node(node)
        services = replace(whole, store=store)
        fill(store, 2)
        few = questions(services, store.alias, query)
        fill(store, 20 * PAGE_ROWS)
        many = questions(services, store.alias, query)

    assert len(many) == len(few) <= 6


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({}, "store_case_open_next"),
        ({"filter": "is:open -kind:mitigation"}, "store_case_open_next"),
        ({"filter": " "}, "store_case_next"),
        ({"filter": " ", "order": "newest"}, "store_case_started"),
        ({"filter": " ", "order": "oldest"}, "store_case_started"),
        ({"filter": " ", "order": "changed"}, "store_case_last"),
        ({"filter": " ", "after": f"5.{'0' * 64}"}, "store_case_next"),
    ],
)
def test_each_order_is_read_off_an_index_and_nothing_is_sorted(
    query: dict[str, str], index: str, tmp_path: Path
) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        whole = agreed_cast().alice.services
        node = whole.store.node()
        assert node is not None
        store.save_node(node)
        fill(store, 3)
        (question,) = [
            one
            for one in questions(replace(whole, store=store), store.alias, query)
            if "ORDER BY" in one and "store_case " in one
        ]
        cursor = connections[store.alias].cursor()
        cursor.execute(f"EXPLAIN QUERY PLAN {question}")
        plan = " ".join(row[-1] for row in cursor.fetchall())

    assert f"INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan
