"""What people do at a desk, done with keys and pointer in a real browser on two live nodes.

The list is in docs/spec/desk.md, "Journeys".
"""

import re
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from servanda.core.people.second_factor import parse_secret
from tests.browser.chromium import sign_in, visitor
from tests.browser.desks import Desks
from tests.browser.persons import Persons

pytestmark = pytest.mark.needs("chromium")

_FOCUS = """
() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    id: one.id || one.name || one.textContent.trim(),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && box.width > 0 && box.top >= 0 && box.bottom <= innerHeight,
  };
}
"""


def test_signing_in_takes_no_pointer_and_leads_to_the_page_that_was_asked_for(
    browser: Browser, desks: Desks
) -> None:
    with visitor(browser, desks.north) as (page, _):
        page.goto("/hotline?lang=en")
        expect(page).to_have_url(re.compile("/sign-in"))
        assert focus(page) == "name"
        page.keyboard.type("officer")
        page.keyboard.press("Tab")
        assert focus(page) == "passphrase"
        page.keyboard.type(desks.passphrase)
        page.keyboard.press("Tab")
        assert focus(page) == "code"
        page.keyboard.press("Tab")
        assert focus(page) == "Sign in"
        page.keyboard.press("Enter")

        expect(page).to_have_url(re.compile("/hotline"))
        assert page.locator("form.person strong").inner_text() == "officer"


def test_keys_reach_skip_link_menu_languages_and_sign_out_in_that_order(persons: Persons) -> None:
    with persons.at_the_desk("officer") as (page, _):
        page.goto("/work?lang=en")
        menu = page.locator("nav").first.locator("a").all_inner_texts()
        expected = ["Skip to the content", *menu, "English", "简体中文", "Sign out"]
        reached = []
        for _ in expected:
            page.keyboard.press("Tab")
            reached.append(focus(page))

        assert reached == expected

        page.goto("/work?lang=en")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")


def test_a_wrong_passphrase_is_told_beside_the_form_and_the_name_is_kept(
    browser: Browser, desks: Desks
) -> None:
    with visitor(browser, desks.north) as (page, _):
        page.goto("/sign-in?lang=en")
        page.fill("#name", "principal")
        page.fill("#passphrase", "another passphrase")
        page.press("#passphrase", "Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        assert page.input_value("#name") == "principal"
        assert page.input_value("#passphrase") == ""
        assert focus(page) == "passphrase"

        page.keyboard.type(desks.passphrase)
        page.keyboard.press("Enter")
        expect(page.locator("form.person strong")).to_have_text("principal")


def test_five_wrong_passphrases_lock_the_name_and_the_right_one_does_not_help(
    browser: Browser, desks: Desks
) -> None:
    with visitor(browser, desks.south) as (page, _):
        for passphrase in (*["another passphrase"] * 5, desks.passphrase):
            page.goto("/sign-in?lang=en")
            page.fill("#name", "analyst")
            page.fill("#passphrase", passphrase)
            page.press("#passphrase", "Enter")
            expect(page.get_by_role("alert")).to_be_visible()

        assert page.locator("form.person").count() == 0


def test_the_other_language_is_the_same_page_and_stays(persons: Persons) -> None:
    with persons.at_the_desk("officer") as (page, _):
        page.goto("/work?lang=en")
        page.get_by_text("简体中文").click()
        expect(page).to_have_url(re.compile(r"/work\?lang=zh-Hans"))
        expect(page.locator("h1")).to_have_text("我的工作")

        page.locator("nav").first.locator("a[href^='/hotline']").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_a_session_elsewhere_is_seen_and_ended(browser: Browser, desks: Desks) -> None:
    with visitor(browser, desks.south) as (left, _), visitor(browser, desks.south) as (here, _):
        sign_in(left, desks, "approver")
        sign_in(here, desks, "approver", to="/account")
        here.get_by_role("button", name="End all others").click()
        expect(here.get_by_role("status")).to_be_visible()

        left.goto("/work")
        expect(left).to_have_url(re.compile("/sign-in"))
        here.goto("/work")
        expect(here.locator("form.person")).to_be_visible()


def test_a_second_factor_is_set_up_and_then_asked_for(browser: Browser, desks: Desks) -> None:
    with visitor(browser, desks.south) as (page, _):
        sign_in(page, desks, "translator", to="/account/second-factor")
        secret = parse_secret(page.locator("input[name=secret]").input_value())
        assert secret is not None
        page.fill("input[name=code]", code_of(secret))
        page.fill("input[name=passphrase]", desks.passphrase)
        page.press("input[name=passphrase]", "Enter")
        page.wait_for_load_state()
        recovery = page.locator("ul.codes code").all_inner_texts()
        assert len(recovery) == 10
        page.get_by_role("link", name="I have written them down").click()
        page.get_by_role("button", name="Sign out").click()

        page.fill("#name", "translator")
        page.fill("#passphrase", desks.passphrase)
        page.press("#passphrase", "Enter")
        expect(page.get_by_role("alert")).to_be_visible()

        page.fill("#passphrase", desks.passphrase)
        page.fill("#code", recovery[0])
        page.press("#code", "Enter")
        expect(page.locator("form.person strong")).to_have_text("translator")


def test_an_auditor_reads_who_signed_in_and_finds_no_form_but_the_way_out(
    persons: Persons,
) -> None:
    with persons.at_the_desk("officer"), persons.at_the_desk("auditor") as (page, _):
        page.goto("/audit?lang=en")
        rows = page.locator("tbody tr").all_inner_texts()

        assert any("officer" in row and "desk sign-in" in row for row in rows)
        assert page.locator("form").count() == page.locator("form.person").count() == 1


def test_both_desks_show_the_same_accord_and_each_its_own_work(
    browser: Browser, desks: Desks
) -> None:
    seen = {}
    for address in (desks.north, desks.south):
        with visitor(browser, address) as (page, _):
            sign_in(page, desks, "officer", to="/accord")
            seen[address] = page.locator("dd code").first.inner_text()
            page.goto("/work?lang=en")
            expect(page.get_by_role("heading", name=re.compile("Waits for me"))).to_be_visible()

    assert seen[desks.north] == seen[desks.south]
    assert seen[desks.north].startswith("sha256:")


def test_all_of_it_works_without_scripts(browser: Browser, desks: Desks) -> None:
    with visitor(browser, desks.north, scripts=False) as (page, _):
        sign_in(page, desks, "officer")
        page.get_by_role("link", name="Hotline").click()
        expect(page.locator("h1")).to_contain_text("Hotline")
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(re.compile("/sign-in"))


def focus(page: Page) -> str:
    """Return what has the focus; that it can be seen is part of it."""
    found = page.evaluate(_FOCUS)
    assert found["seen"], found
    return str(found["id"])


def code_of(secret: bytes) -> str:
    """Return what an app shows now."""
    at = int(datetime.now(UTC).timestamp())
    return TOTP(secret, 6, SHA1(), 30, enforce_key_length=False).generate(at).decode()  # noqa: S303
