"""No page of the desk has a fault that axe finds, in either language, light and dark.

The pages come from the table of pages: a new one is tested without a line here. With it goes that
a page complains nowhere, asks nobody but its own node for anything, and scrolls one way only.
"""

import pytest

from tests.browser.axe import violations
from tests.browser.chromium import LANGUAGES, SCHEMES
from tests.browser.desks import Page, every_page
from tests.browser.persons import Persons, who_opens

pytestmark = pytest.mark.needs("chromium")

# WCAG 2.2, 1.4.10: a window of 1280 pixels enlarged so is one of 320 CSS pixels.
ZOOM = 4.0
_OVERFLOW = """
() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide <= 0) return [];
  return [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1
      && !one.closest(".wide, pre, .skip"))
    .slice(0, 5).map(one => `${wide}px: ${one.outerHTML.slice(0, 120)}`);
}
"""


@pytest.mark.parametrize("page", every_page(), ids=lambda page: page.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_page(persons: Persons, page: Page, language: str) -> None:
    found = {}
    with persons.at_the_desk(who_opens(page.name), language=language) as (shown, _):
        answer = shown.goto(with_language(persons.address(page), language))
        assert answer is not None
        assert answer.status == 200
        assert shown.locator("html").get_attribute("lang") == language
        for scheme in SCHEMES:
            shown.emulate_media(color_scheme=scheme)
            found[scheme] = violations(shown)

    assert found == {scheme: [] for scheme in SCHEMES}


@pytest.mark.parametrize("page", every_page(), ids=lambda page: page.name)
def test_no_page_scrolls_sideways_at_320_pixels_or_enlarged_four_times(
    persons: Persons, page: Page
) -> None:
    with persons.at_the_desk(who_opens(page.name), zoom=ZOOM) as (shown, _):
        shown.goto(with_language(persons.address(page), "en"))
        narrow = shown.evaluate(_OVERFLOW)
        shown.goto(with_language(persons.address(page), "zh-Hans"))
        chinese = shown.evaluate(_OVERFLOW)

    assert (narrow, chinese) == ([], [])


def with_language(address: str, language: str) -> str:
    path, hash_, fragment = address.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}lang={language}{hash_}{fragment}"
