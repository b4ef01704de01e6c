"""One browser and one pair of desks for all tests of a process, and who is signed in where."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.desks import Desks, played_desks
from tests.browser.persons import Persons


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Desks]:
    base: Path = tmp_path_factory.getbasetemp()
    with played_desks(base if worker_id == "master" else base.parent) as played:
        yield played


# Not for the session: while it runs, its loop does, and Django refuses its database to every test
# of the process that has a running loop. So it ends before tests of other folders begin.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="package")
def persons(browser: Browser, desks: Desks) -> Persons:
    return Persons(browser=browser, desks=desks)
