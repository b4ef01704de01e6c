"""Every statement type has a page in the one order, and its words stand in the glossary."""

import json
import re
from pathlib import Path

import pytest

from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.types import StatementType, validate_facts
from tests.house.places import ROOT

PAGES = ROOT / "docs" / "spec" / "statements"
GLOSSARY = ROOT / "docs" / "glossary.md"
TEMPLATE = (
    "Purpose Prerequisites Facts Body Checks Effect Example Changes".split()  # noqa: SIM905 - a line
)
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
CHINESE = re.compile(r"[\u4e00-\u9fff]")

EVERY_TYPE = pytest.mark.parametrize("name", STATEMENT_TYPES)


@EVERY_TYPE
def test_a_type_has_a_page_with_every_heading_in_order(name: str) -> None:
    assert page(name).startswith(f"# `{name}`\n")
    assert list(sections(name)) == TEMPLATE


@EVERY_TYPE
def test_no_section_of_a_page_is_empty(name: str) -> None:
    assert [title for title, text in sections(name).items() if not text.strip()] == []


@EVERY_TYPE
def test_a_page_explains_every_fact_and_no_other(name: str) -> None:
    facts = STATEMENT_TYPES[name].facts

    assert set(members_of(sections(name)["Facts"])) == {*facts.required, *facts.optional}


@EVERY_TYPE
def test_a_page_explains_every_member_of_the_body_and_no_other(name: str) -> None:
    assert set(members_of(sections(name)["Body"])) == body_members(STATEMENT_TYPES[name])


@EVERY_TYPE
def test_the_example_of_a_page_is_good(name: str) -> None:
    examples = FENCE.findall(sections(name)["Example"])

    assert len(examples) == 1
    validate_facts(STATEMENT_TYPES[name], json.loads(examples[0]))


@EVERY_TYPE
def test_a_page_tells_of_the_current_version(name: str) -> None:
    version = STATEMENT_TYPES[name].version

    assert f"Version {version}:" in sections(name)["Changes"]


def test_there_is_no_page_of_a_type_that_is_gone() -> None:
    pages = {file.stem for file in PAGES.glob("*.md")} - {"README"}

    assert pages == STATEMENT_TYPES.keys()


def test_the_overview_links_every_page() -> None:
    overview = (PAGES / "README.md").read_text(encoding="utf-8")

    assert [name for name in STATEMENT_TYPES if f"]({name}.md)" not in overview] == []


def test_every_word_of_the_glossary_has_a_meaning() -> None:
    assert [term for term, meaning, _ in glossary() if not meaning] == []


def test_the_glossary_has_each_term_once_in_order() -> None:
    terms = [term for term, _, _ in glossary()]

    assert terms == sorted(set(terms), key=str.casefold)


def test_the_glossary_has_chinese_for_what_people_read() -> None:
    chinese = {term: word for term, _, word in glossary()}

    assert [term for term, word in chinese.items() if word and not CHINESE.search(word)] == []
    assert [name for name in SHOWN if not chinese.get(name)] == []


# Words that stand on pages and in documents; the rest is for developers.
SHOWN = (
    "accord",
    "acknowledgement",
    "call",
    "clarification",
    "clock",
    "commitment",
    "counterpart",
    "cut",
    "demonstration",
    "dispute",
    "extension",
    "feedback",
    "figure",
    "ground",
    "information",
    "log",
    "outcome (of a response)",
    "overdue",
    "party",
    "receipt",
    "renewal",
    "request",
    "response",
    "review",
    "statement",
    "status update",
    "subject",
    "verdict",
    "withdrawal",
)


def page(name: str) -> str:
    return Path(PAGES / f"{name}.md").read_text(encoding="utf-8")


def sections(name: str) -> dict[str, str]:
    return dict(SECTION.findall(page(name)))


def members_of(section: str) -> list[str]:
    """The names in the first column of a section's table."""
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def body_members(statement_type: StatementType) -> set[str]:
    if statement_type.body is None:
        return set()
    return {*statement_type.body.required, *statement_type.body.optional, "files"}


def glossary() -> list[tuple[str, str, str]]:
    """The rows of the glossary's table: term, meaning, Chinese word."""
    rows = re.findall(
        r"^\| \*\*(.+?)\*\* \| (.*?) \| (.*?) ?\|$", GLOSSARY.read_text(), re.MULTILINE
    )
    return [(term, meaning.strip(), word.strip()) for term, meaning, word in rows]
