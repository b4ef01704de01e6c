"""Debian's Chromium, steered by Playwright, and what every page is watched for.

The browser is the system's: the one that Playwright would download is a file of others from
elsewhere. It may reach nothing but the loopback.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    StorageState,
    sync_playwright,
)

from tests.browser.desks import Desks
from tests.programs import chromium_program

PATIENCE_MILLISECONDS = 60_000
Language: TypeAlias = Literal["en", "zh-Hans"]
Scheme: TypeAlias = Literal["light", "dark"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hans")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_ARGUMENTS = (
    "--no-sandbox",  # the build machine is root, and pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass  # no slots: Playwright keeps something of its own at whoever listens
class Watch:
    """What a page did that none of ours may do.

    Attributes:
        origin: Of the node: scheme, host and port.
        complaints: Of the browser's console, and errors of scripts.
        strangers: Addresses asked for outside the origin.
    """

    origin: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        """Keep a complaint; that a page is refused or missing is told by its status."""
        if message.type in {"error", "warning"} and "the server responded with" not in message.text:
            self.complaints.append(message.text)

    def request(self, address: str) -> None:
        """Keep an address that is not of the node."""
        parts = urlsplit(address)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.strangers.append(address)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Return one running browser."""
    program = chromium_program()
    assert program is not None
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            headless=True,
            args=list(_ARGUMENTS),
            env={**os.environ, "FONTCONFIG_FILE": str(_fonts(Path(folder)))},
            timeout=PATIENCE_MILLISECONDS,
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visitor(
    browser: Browser,
    address: str,
    *,
    language: str = "en",
    width: int = 1280,
    scripts: bool = True,
    zoom: float = 1.0,
    state: StorageState | None = None,
) -> Iterator[tuple[Page, Watch]]:
    """Return a page of a browser profile of its own, which is watched until the end.

    Args:
        browser: Runs already.
        address: Of the node's pages.
        language: What the browser says it reads.
        width: Of the window, in CSS pixels at zoom 1.
        scripts: Whether scripts run.
        zoom: How much larger everything is, as with the browser's own zoom.
        state: Cookies of a browser in which somebody has signed in; None for a fresh one.
    """
    context: BrowserContext = browser.new_context(
        base_url=address,
        locale="zh-CN" if language == "zh-Hans" else "en-GB",
        viewport={"width": round(width / zoom), "height": round(900 / zoom)},
        device_scale_factor=zoom,
        java_script_enabled=scripts,
        storage_state=state,
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    try:
        page = context.new_page()
        watch = Watch(origin=address)
        page.on("console", watch.console)
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.on("request", lambda request: watch.request(request.url))
        yield page, watch
    finally:
        context.close()
    assert watch.complaints == []
    assert watch.strangers == []


def _fonts(folder: Path) -> Path:
    """Write which fonts there are: the system's, and the Chinese ones that documents are set in.

    A fresh machine has none for Chinese, and every character would be the same box.
    """
    file = folder / "fonts.conf"
    chinese = files("pylopdf_fonts_zh_cn")
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        "<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
        f"<dir>{chinese}</dir><cachedir>{folder}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return file


def sign_in(
    page: Page, desks: Desks, name: str, *, language: str = "en", to: str = "/work"
) -> None:
    """Sign in as a sample person, by the form and by nothing else."""
    page.goto(f"/sign-in?lang={language}&next={to}")
    page.fill("#name", name)
    page.fill("#passphrase", desks.passphrase)
    page.press("#passphrase", "Enter")
    page.wait_for_selector("form.person")
