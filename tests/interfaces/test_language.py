"""Every text that people see exists in every language, and nothing else is translated."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import servanda
from servanda.core.faults import (
    COMMA,
    SENTENCE,
    SENTENCE_ALONE,
    SENTENCE_OF_THE_WHOLE,
    Expected,
    Found,
)
from servanda.core.forms.elements import CONDITIONS, FORM_ELEMENTS
from servanda.core.forms.empty_form import FORMS_OF_VALUES
from servanda.core.forms.problems import SENTENCES
from servanda.interfaces.alarm_words import ALARM_TEXTS
from servanda.interfaces.cli.verbs import VERBS
from servanda.interfaces.form_words import SAID_WORDS, SIGN_WORDS
from servanda.interfaces.language import (
    LANGUAGES,
    BrokenCatalogueError,
    UnknownLanguageError,
    catalogue,
    parse_catalogue,
    parse_language,
    text,
)

SOURCES = Path(servanda.__file__).parent
TRANSLATIONS = [language for language in LANGUAGES if language != "en"]
IN_TEMPLATES = re.compile(r"""\{%\s*text\s+"([^"]+)"\s*%\}""")


def texts_in_code() -> Iterator[str]:
    for folder in ("interfaces", "node"):
        for source in (SOURCES / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "text":
                    first = node.args[0]
                    if isinstance(first, ast.Constant):
                        yield str(first.value)
        for template in (SOURCES / folder).rglob("*.html"):
            yield from IN_TEMPLATES.findall(template.read_text(encoding="utf-8"))


def all_texts() -> set[str]:
    return {
        *texts_in_code(),
        *(summary for _, summary in VERBS.values()),
        *words_by_code(),
        *words_of_the_form(),
        *(expected.value for expected in Expected),
        *(found.value for found in Found if found.value),
        *(COMMA, SENTENCE, SENTENCE_OF_THE_WHOLE, SENTENCE_ALONE),
        *ALARM_TEXTS.values(),
        *sources_of_templates(),
    }


def sources_of_templates() -> set[str]:
    """What the shipped templates say of where a deadline comes from."""
    templates = (SOURCES / "data" / "accord_templates").glob("*/template.toml")
    found: set[str] = set()
    for template in templates:
        data = tomllib.loads(template.read_text(encoding="utf-8"))
        found |= {rule["source"] for rule in data["clock"] if rule.get("source")}
    return found


def words_by_code() -> set[str]:
    from servanda.interfaces.field_words import FIELD_WORDS, MOVE_WORDS  # noqa: PLC0415 - likewise
    from servanda.interfaces.words import CODE_WORDS  # noqa: PLC0415 - data, read like a file

    return {*CODE_WORDS.values(), *FIELD_WORDS.values(), *MOVE_WORDS.values()}


def words_of_the_form() -> set[str]:
    sentences = (part for one in SENTENCES.values() for part in (one.expected, one.cure))
    titles = (element.title for element in FORM_ELEMENTS.values())
    words = (*CONDITIONS.values(), *SIGN_WORDS.values(), *SAID_WORDS.values(), *FORMS_OF_VALUES)
    return {*sentences, *titles, *words}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_is_translated(language: str) -> None:
    assert sorted(all_texts() - catalogue(language).keys()) == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_nothing_is_translated_that_is_not_used(language: str) -> None:
    assert sorted(catalogue(language).keys() - all_texts()) == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_the_places_of_its_original(language: str) -> None:
    def places(value: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(value) if name is not None}

    for english, translated in catalogue(language).items():
        assert places(english) == places(translated), english


def test_an_unknown_text_stays_as_it_is() -> None:
    assert text("Nobody translated this.", language="zh-Hans") == "Nobody translated this."


@pytest.mark.parametrize("name", ["zh", "zh_CN.UTF-8", "zh-Hans", "zh-cn"])
def test_chinese_is_known_by_its_usual_names(name: str) -> None:
    assert parse_language(name) == "zh-Hans"


@pytest.mark.parametrize("name", ["en", "en_GB.UTF-8", "EN"])
def test_english_is_known_by_its_usual_names(name: str) -> None:
    assert parse_language(name) == "en"


def test_another_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownLanguageError, match="en, zh-Hans"):
        parse_language("tlh")


def test_a_text_over_several_lines_is_one() -> None:
    assert parse_catalogue('msgid ""\n"one "\n"two"\nmsgstr "eins "\n"zwei"\n') == {
        "one two": "eins zwei"
    }


def test_escapes_are_those_of_the_format() -> None:
    assert parse_catalogue('msgid "a\\n\\"b\\""\nmsgstr "c"\n') == {'a\n"b"': "c"}


@pytest.mark.parametrize(
    "po", ["msgid one", '"stray"', 'msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"']
)
def test_a_damaged_catalogue_is_refused(po: str) -> None:
    with pytest.raises(BrokenCatalogueError):
        parse_catalogue(po)


@given(st.text(max_size=80))
def test_any_text_is_a_catalogue_or_refused(po: str) -> None:
    try:
        parse_catalogue(po)
    except BrokenCatalogueError:
        return
