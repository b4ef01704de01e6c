"""Texts for people, in the language they asked for.

The English text in the code is the key; the other languages are `.po` files, the format every
translation tool reads (`data/locale/<language>/servanda.po`). They are read as they lie: no
compiled file can be older than its source. A test holds every catalogue complete
(tests/interfaces/test_language.py).

Source: GNU gettext manual, The Format of PO Files.
"""

import ast
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import ClassVar

from servanda.core.errors import InvalidInputError, MisconfiguredError

LANGUAGE_VARIABLE = "SERVANDA_LANG"
ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh-Hans")

# Of one reader, while a page is made for them; the process may serve others in another language.
_OF_READER: ContextVar[str] = ContextVar("servanda-language", default="")

# What people and systems write for the languages we have.
_OTHER_NAMES = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans": "zh-Hans"}


class UnknownLanguageError(InvalidInputError):
    """A language was asked for that there are no texts in."""

    code: ClassVar[str] = "unknown-language"


class BrokenCatalogueError(MisconfiguredError):
    """A catalogue of translations cannot be read; the installation is damaged."""

    code: ClassVar[str] = "broken-catalogue"


def parse_language(text: str) -> str:
    """Return the language that `text` names, in any of its usual spellings.

    Raises:
        UnknownLanguageError: There are no texts in it.
    """
    name = text.split(".", maxsplit=1)[0].replace("_", "-")
    if name in LANGUAGES:
        return name
    known = _OTHER_NAMES.get(name.lower()) or (ENGLISH if name.lower()[:3] in {"en", "en-"} else "")
    if not known:
        raise UnknownLanguageError(f"expected one of {', '.join(LANGUAGES)}, found {text!r:.40}")
    return known


def current_language() -> str:
    """Return the reader's language, else that of this process, from `SERVANDA_LANG`, else English.

    Raises:
        UnknownLanguageError: The setting names another language.
    """
    return _OF_READER.get() or parse_language(os.environ.get(LANGUAGE_VARIABLE) or ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let every text be in `language`, one of `LANGUAGES`, for one reader in this thread."""
    token = _OF_READER.set(language)
    try:
        yield
    finally:
        _OF_READER.reset(token)


def text(english: str, *, language: str | None = None) -> str:
    """Return `english` in the current language, or in `language`.

    Args:
        english: A literal, so that the catalogues can be compared with the code.
        language: One of `LANGUAGES`; None for the language of this process.
    """
    wanted = current_language() if language is None else language
    if wanted == ENGLISH:
        return english
    return catalogue(wanted).get(english, english)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return all translations into `language`, by their English text.

    Raises:
        BrokenCatalogueError: The file is not there or cannot be read.
    """
    source = files("servanda.data") / "locale" / language / "servanda.po"
    try:
        return parse_catalogue(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenCatalogueError(f"{source} is not there; install Servanda again") from error


def parse_catalogue(po: str) -> Mapping[str, str]:
    """Return the translations that a `.po` file holds; untranslated entries are left out.

    Raises:
        BrokenCatalogueError: A line is none of the format's, or a text comes twice.
    """
    found: dict[str, str] = {}
    for english, translated in _entries(po):
        if english in found:
            raise BrokenCatalogueError(f"expected each text once, found twice: {english!r:.80}")
        if english and translated:
            found[english] = translated
    return found


def _entries(po: str) -> Iterator[tuple[str, str]]:
    """Yield each entry; its two texts may run over several quoted lines."""
    parts: dict[str, str] = {}
    current = ""
    for number, raw in enumerate([*po.splitlines(), 'msgid ""'], start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        keyword, _, rest = line.partition(" ")
        if keyword in {"msgid", "msgstr"}:
            if keyword == "msgid" and parts:
                yield parts.get("msgid", ""), parts.get("msgstr", "")
                parts = {}
            current = keyword
            parts[current] = ""
        else:
            rest = line
        if not current or not (rest.startswith('"') and rest.endswith('"')):
            raise BrokenCatalogueError(f"line {number}: expected a quoted text, found {line:.60}")
        parts[current] += _unquoted(rest, number)


def _unquoted(quoted: str, number: int) -> str:
    try:
        value = ast.literal_eval(quoted)
    except (SyntaxError, ValueError) as error:
        raise BrokenCatalogueError(f"line {number}: expected a quoted text") from error
    return str(value)
