"""A desk that was asked something, and how its officer answers in a browser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from django.http import HttpResponse

from servanda.core.identifiers import Digest
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.people.change_people import set_four_eyes
from tests.interfaces.web.browser import Browser
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import ROLES, PeopledDesk, add

ANSWER: Mapping[str, str] = {
    "facts.tlp": "amber",
    "facts.outcome": "fulfilled_full",
    "facts.items.0": "supplied",
    "body.text": "The subscriber is Quicksilver <script>alert(1)</script>.",
}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass(frozen=True)
class AskedDesk:
    """Alice's desk with a person for each role, and a request of Bob's that was receipted.

    Attributes:
        desk: With its cast.
        leaf: The request.
    """

    desk: PeopledDesk
    leaf: Digest

    @property
    def path(self) -> str:
        return f"/requests/bob.example/{self.leaf.removeprefix('sha256:')}"

    def follow(self) -> None:
        """Let everything travel, and the casework follow."""
        self.desk.cast.alice.step()
        self.desk.cast.settle()
        show_queue(services=self.desk.services)


def asked_desk() -> AskedDesk:
    cast = agreed_cast()
    leaf = cast.bob.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    show_queue(services=cast.alice.services)
    desk = PeopledDesk(cast)
    for name in ROLES:
        add(desk, name)
    return AskedDesk(desk=desk, leaf=leaf)


def page_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def hidden_in(html: str) -> dict[str, str]:
    """Return what a form of the page carries, without the token against other sites."""
    found = {name: unescape(value) for name, value in _HIDDEN.findall(html)}
    found.pop("csrfmiddlewaretoken", None)
    return found


def fill_in(
    browser: Browser,
    path: str,
    values: Mapping[str, str],
    *,
    button: str = "check",
) -> HttpResponse:
    """Open a form, fill it in and press a button."""
    opened = browser.get(path)
    assert opened.status_code == 200, page_of(opened)
    address, _, query = path.partition("?")
    action = f"{address}/save" + (f"?{query}" if query else "")
    return browser.post(action, {**hidden_in(page_of(opened)), **values, button: "1"})


def send_checked(browser: Browser, checked: HttpResponse) -> HttpResponse:
    """Press the one button of the page that the answers are checked on."""
    assert checked.status_code == 302, page_of(checked)
    address = checked["Location"]
    html = page_of(browser.get(address))
    ticket = address.partition("?")[0]
    return browser.post(f"{ticket}/send?lang=en", hidden_in(html))


def let_two_stand_for(desk: PeopledDesk, *types: str) -> None:
    desk.act("staff four-eyes", "ada", lambda: set_four_eyes([*types], services=desk.services))
