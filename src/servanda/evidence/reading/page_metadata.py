"""What a page says of itself in its head: title, site, address, author, day of publication.

It is the page's own word, not what a reader sees, and is shown as such. Only what states the day
of *publication* is taken: never the day of a visit, a change, or a copyright.

Source: docs/spec/evidence/documents.md, "Pages"; Open Graph protocol; schema.org.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from servanda.evidence.reading.decoding import clean


class Element(Protocol):
    """What is asked of an element of a page's tree; lxml's have it, and ship no types."""

    @property
    def text(self) -> str | None:
        """The text before the first element within."""
        ...

    def iter(self, tag: str, /) -> Iterable["Element"]:
        """Yield all elements of that name within, in order."""
        ...

    def get(self, attribute: str, /) -> str | None:
        """Return an attribute."""
        ...

    def text_content(self) -> str:
        """Return all text within."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """A page's words on itself; each empty where it has none."""

    title: str = ""
    site: str = ""
    host: str = ""
    author: str = ""
    published: date | None = None


MAX_VALUE = 400  # characters of a title; longer ones are texts
_MAX_METAS = 500
_MAX_SCRIPT = 200_000

_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_SITES = ("og:site_name", "application-name", "dc.publisher", "citation_publisher")
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl")
_ADDRESSES = ("og:url", "twitter:url")
# Whatever comes first in this order is taken.
_DAYS = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "citation_publication_date",
    "publishdate",
    "publish-date",
    "publication_date",
    "pubdate",
    "dc.date",
    "og:published_time",
)

# In the statements for search engines; read by pattern, for a parser of hostile JSON would need
# limits of its own.
_STRING = r'"((?:[^"\\]|\\.){1,400})"'
_STATED_DAY = re.compile(rf'"datePublished"\s*:\s*{_STRING}')
_STATED_SITE = re.compile(rf'"publisher"\s*:\s*\{{[^{{}}]{{0,400}}?"name"\s*:\s*{_STRING}')
_STATED_AUTHOR = re.compile(rf'"author"\s*:\s*\[?\s*\{{[^{{}}]{{0,400}}?"name"\s*:\s*{_STRING}')
_STATED_TITLE = re.compile(rf'"headline"\s*:\s*{_STRING}')

_HOST = re.compile(r"https?://(?:www\.)?([a-z0-9.-]{3,200})(?:[/:?#]|$)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|–—»:·-]+\s+|\s*[|»]\s*")
_PERSON = re.compile(r"[^\W\d_][\w.’' -]{2,80}(?:(?:,| and| &) [^\W\d_][\w.’' -]{2,80}){0,4}")


def metadata_of(tree: Element) -> PageMetadata:
    """Return what the page of `tree` says of itself."""
    metas = _metas(tree)
    stated = _statements(tree)
    site = _first(metas, _SITES) or _stated(_STATED_SITE, stated)
    title = _first(metas, _TITLES) or _stated(_STATED_TITLE, stated) or _visible_title(tree)
    host = _host(_first(metas, _ADDRESSES) or _canonical(tree))
    author = _first(metas, _AUTHORS) or _stated(_STATED_AUTHOR, stated)
    return PageMetadata(
        title=_without_site(title, site=site, host=host),
        site="" if "://" in site else site,
        host=host,
        author=_person(author, site=site),
        published=day_in(_first(metas, _DAYS)) or day_in(_stated(_STATED_DAY, stated)),
    )


def _metas(tree: Element) -> dict[str, str]:
    """Return the first content of each name."""
    found: dict[str, str] = {}
    for number, element in enumerate(tree.iter("meta")):
        if number >= _MAX_METAS:
            break
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _one_line(element.get("content") or "")
        if content:
            found.setdefault(name.lower(), content)
    return found


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _statements(tree: Element) -> str:
    scripts = (
        element.text or ""
        for element in tree.iter("script")
        if element.get("type") == "application/ld+json"
    )
    return "\n".join(scripts)[:_MAX_SCRIPT]


def _stated(pattern: re.Pattern[str], statements: str) -> str:
    match = pattern.search(statements)
    if not match:
        return ""
    try:
        value = json.loads(f'"{match.group(1)}"', strict=False)
    except ValueError:
        return ""
    return _one_line(value)


def _visible_title(tree: Element) -> str:
    headings = [_one_line(each.text_content()) for each in tree.iter("h1")]
    headings = [each for each in headings if each]
    if len(headings) == 1:
        return headings[0]
    shown = next((_one_line(each.text or "") for each in tree.iter("title")), "")
    return max((each for each in headings if each in shown), key=len, default=shown)


def _without_site(title: str, *, site: str, host: str) -> str:
    """Return `title` without the name of the site that many pages put behind it."""
    parts = _SEPARATOR.split(title)
    last = re.sub(r"\W", "", parts[-1]).casefold()
    of_site = re.sub(r"\W", "", site).casefold()
    if len(parts) > 1 and last and (last.endswith(of_site or "\n") or host.startswith(f"{last}.")):
        return title[: title.rindex(parts[-1])].rstrip(" |–—»:·-")
    return title


def _canonical(tree: Element) -> str:
    for element in tree.iter("link"):
        if element.get("rel") == "canonical":
            return element.get("href") or ""
    return ""


def _host(address: str) -> str:
    match = _HOST.match(address)
    return match.group(1).lower().strip(".") if match else ""


def _person(author: str, *, site: str) -> str:
    """Return `author` if it can be the name of people: no address, not the site itself."""
    name = re.sub(r"^(?:\w+ )?(?:by|from)\s+", "", author, flags=re.IGNORECASE)
    if not _PERSON.fullmatch(name) or name.casefold() == site.casefold() or " " not in name:
        return ""
    return name


_ISO_DAY = re.compile(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})(?:[^0-9]|$)")
_MAIL_DAY = re.compile(
    r"(?:[A-Za-z]{3},\s*)?([0-9]{1,2})\s+([A-Za-z]{3})[a-z]*\s+([0-9]{4})(?:[^0-9]|$)"
)
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
# Before the first there was no web; the year is compared with no clock.
_EARLIEST = date(1990, 1, 1)


def day_in(text: str) -> date | None:
    """Return the day that begins `text`, in the zone it is written in; None where none does."""
    if match := _ISO_DAY.match(text):
        year, month, day = map(int, match.groups())
    elif (match := _MAIL_DAY.match(text)) and match.group(2).lower() in _MONTHS:
        month = _MONTHS.index(match.group(2).lower()) // 3 + 1
        day, year = int(match.group(1)), int(match.group(3))
    else:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found >= _EARLIEST else None


def _one_line(text: str) -> str:
    return " ".join(clean(text[: 2 * MAX_VALUE])[0].split())[:MAX_VALUE]
