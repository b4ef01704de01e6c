"""Ask axe-core what is wrong with a page; its source comes from an installed package.

It is handed over by the debugging protocol, so the pages' own policy, which lets no script in,
stays as it is.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_ASK = """
async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary.slice(0, 300)}`));
}
"""


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, *, rules: Sequence[str] = RULES) -> list[str]:
    """Return every violation on the page as it is now; the place and the rule in words."""
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(_source())
    found: list[str] = page.evaluate(_ASK, list(rules))
    return found
