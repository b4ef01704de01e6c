"""A desk in memory with a person for each role, served to programs.

Ninja needs Django's settings when it is loaded, so Django is set up before a module here is read;
but not when this file is: that may be before pytest-django looks whether it is set up, and then no
other test could use a database.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.usecases.people.desk import PeopledDesk


def pytest_pycollect_makemodule() -> None:
    """Set Django up before a module of tests is read."""
    import_module("tests.django_stores").set_up_django()


@pytest.fixture(scope="module", autouse=True)
def _stretched_little() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        import_module("tests.interfaces.web.browser").stretch_little(patched)
        yield


@pytest.fixture(scope="module", name="desk")
def _desk(_stretched_little: None) -> "PeopledDesk":
    made: PeopledDesk = import_module("tests.interfaces.api.programs").asked_desk()
    return made


@pytest.fixture(autouse=True)
def _served(desk: "PeopledDesk", monkeypatch: pytest.MonkeyPatch) -> None:
    import_module("tests.interfaces.web.browser").serve_pages(desk.services, monkeypatch)
