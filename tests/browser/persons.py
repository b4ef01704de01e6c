"""Who opens which page, and browsers in which they have signed in before."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, StorageState

from servanda.core.people.page_table import ABOUT_TABLE, PAGE_TABLE, row_at_the_desk
from servanda.simulation.demo.accounts import account_names
from tests.browser import desks as tables
from tests.browser.chromium import Watch, sign_in, visitor
from tests.browser.desks import Desks

NOBODY = ""
# Who sees most of a page comes first, where several may open it.
_PREFERRED = ("officer", "approver", "auditor")


def who_opens(name: str) -> str:
    """Return a sample person who may open the page, words of bodies included; `NOBODY` for none."""
    row = PAGE_TABLE.get(name) or ABOUT_TABLE.get(name)
    if row is None:
        return NOBODY
    verb = row_at_the_desk(row.sealed or row.verb)
    assert verb is not None
    roles = {str(role.value) for role in verb.roles}
    names = (*_PREFERRED, *account_names())
    return next(one for one in names if one in roles)


@dataclass(slots=True)
class Persons:
    """Sessions at Northmark's desk, each begun once by the form.

    Attributes:
        browser: Runs already.
        desks: Both desks.
    """

    browser: Browser
    desks: Desks
    _states: dict[str, StorageState] = field(default_factory=dict)
    _addresses: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def at_the_desk(
        self,
        name: str,
        *,
        language: str = "en",
        width: int = 1280,
        scripts: bool = True,
        zoom: float = 1.0,
    ) -> Iterator[tuple[Page, Watch]]:
        """Return a page in which `name` is signed in; options as of `visitor`."""
        with visitor(
            self.browser,
            self.desks.north,
            language=language,
            width=width,
            scripts=scripts,
            zoom=zoom,
            state=self._state(name),
        ) as opened:
            yield opened

    def address(self, page: tables.Page) -> str:
        """Return the page's address; where it names one thing of many, that of the first link."""
        if not page.has_place:
            return page.path
        if page.name not in self._addresses:
            self._addresses[page.name] = self._linked(page.name)
        return self._addresses[page.name]

    def _linked(self, name: str) -> str:
        with self.at_the_desk(who_opens(name)) as (page, _):
            for each in tables.every_page():
                if each.has_place or each.name not in PAGE_TABLE:
                    continue
                page.goto(each.path)
                links = page.eval_on_selector_all(
                    "a[href]", "all => all.map(one => one.getAttribute('href'))"
                )
                for link in links:
                    if _route(str(link)) == name:
                        return str(link)
        raise AssertionError(f"expected a link to {name} on some page of the menu, found none")

    def _state(self, name: str) -> StorageState | None:
        if name == NOBODY:
            return None
        if name not in self._states:
            with visitor(self.browser, self.desks.north) as (page, _):
                sign_in(page, self.desks, name)
                self._states[name] = page.context.storage_state()
        return self._states[name]


def _route(address: str) -> str:
    path = address.partition("#")[0].partition("?")[0]
    try:
        return (
            str(resolve(path, urlconf="servanda.node.urls").url_name)
            if path.startswith("/")
            else ""
        )
    except Resolver404:
        return ""
