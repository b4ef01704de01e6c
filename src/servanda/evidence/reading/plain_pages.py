"""Read a page without building a tree: tags go, blocks become lines, nothing is judged.

For pages that are too costly for the usual way, or in which it finds no article. Every search goes
forward from where the last one ended, so the time is linear in the page, whatever it holds.

Source: docs/spec/evidence/documents.md, "Pages".
"""

import re
from html import unescape

# Their content is no text; what is not closed reaches to the end, as browsers have it.
_SILENT = ("script", "style", "noscript", "template", "svg", "head", "iframe", "textarea")
_INLINE = frozenset(
    [
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em"),
        *("font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "ruby", "rt", "rp"),
    ]
)
_TAG = re.compile(r"<!--|<[!?]|<(?P<slash>/)?(?P<name>[a-zA-Z][a-zA-Z0-9-]{0,40})")
_SPACES = re.compile(r"\s+")


def plain_lines(page: str) -> list[str]:
    """Return the text of `page` as lines, one for each block, in order."""
    pieces: list[str] = []
    position = 0
    closings = {name: re.compile(f"</{name}\\b", re.IGNORECASE) for name in _SILENT}
    while match := _TAG.search(page, position):
        pieces.append(_SPACES.sub(" ", page[position : match.start()]))
        name = (match.group("name") or "").lower()
        if name and name not in _INLINE and name not in closings:
            pieces.append("\n")
        closing = closings.get(name) if match.group("slash") is None else None
        position = _after_tag(page, match, closing)
    pieces.append(_SPACES.sub(" ", page[position:]))
    return [line for each in "".join(pieces).split("\n") if (line := unescape(each).strip())]


def _after_tag(page: str, match: re.Match[str], closing: re.Pattern[str] | None) -> int:
    """Return where to go on behind a tag, and behind its content where that is no text."""
    if match.group() == "<!--":
        return _end_of(page, "-->", match.end())
    end = _end_of(page, ">", match.end())
    if closing is None:
        return end
    found = closing.search(page, end)
    return _end_of(page, ">", found.start()) if found else len(page)


def _end_of(page: str, mark: str, start: int) -> int:
    found = page.find(mark, start)
    return found + len(mark) if found >= 0 else len(page)
