"""The parser keeps the promises of its port. Left out where it is not installed."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.quotations.find import find_quotations
from servanda.parsers.spacy_parser import MAX_PARSED_CHARACTERS, SpacyParser
from tests.evidence.making import document_of, names_in
from tests.parsers.models import model_for_tests


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser(model_for_tests(), model="model-of-tests")


def test_a_parse_has_one_row_for_each_word_within_the_text(parser: SpacyParser) -> None:
    text = "“We keep our word,” Voss said in Southmere."

    parse = parser.parse(text)

    size = len(parse.starts)
    assert {len(parse.ends), len(parse.heads), len(parse.labels), len(parse.tags)} == {size}
    assert all(0 <= head < size for head in parse.heads)
    said = [text[a:b] for a, b in zip(parse.starts, parse.ends, strict=True)].index("said")
    voss = parse.starts.index(text.index("Voss"))
    assert (parse.heads[voss], parse.labels[voss]) == (said, "nsubj")


def test_the_same_text_has_the_same_parse_whatever_came_between(parser: SpacyParser) -> None:
    first = parser.parse("Voss said that Tal had left.")
    for number in range(20):
        parser.parse(f"Sentence {number} is about something else.")

    again = SpacyParser(model_for_tests(), model="model-of-tests").parse(
        "Voss said that Tal had left."
    )

    assert parser.parse("Voss said that Tal had left.") == first == again


@pytest.mark.parametrize("text", ["", " ", "\ud800", "沃斯说。", "x" * (MAX_PARSED_CHARACTERS + 9)])
def test_any_text_is_parsed(parser: SpacyParser, text: str) -> None:
    parse = parser.parse(text)

    assert all(end <= MAX_PARSED_CHARACTERS for end in parse.ends)


def test_what_the_parser_was_asked_about_says_so(parser: SpacyParser) -> None:
    # Two speakers near enough to each other for a second opinion.
    document = document_of("Tal said that Voss had called it “a week of some progress” there.")
    cast = {name: (EntityKind.PERSON, name) for name in ("Tal", "Voss")}
    names = names_in(document, cast)

    (found,) = find_quotations(document, names=names, parser=parser)
    (without,) = find_quotations(document, names=names)

    assert found.voice is not None
    assert without.voice is not None
    assert found.voice.how == f"speaker.parser.cue/1(model={parser.name})"
    assert without.voice.how == "speaker.regex.cue/1"


def test_the_name_tells_the_model_and_the_library(parser: SpacyParser) -> None:
    assert parser.name.startswith("model-of-tests+spacy-3.8")


def test_making_one_loads_nothing(tmp_path: Path) -> None:
    if find_spec("spacy") is None:
        pytest.skip("the parser is not installed")

    assert SpacyParser(tmp_path / "not there", model="none").name.startswith("none+")
