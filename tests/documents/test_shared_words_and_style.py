"""What documents and interfaces share is said once: one sheet of style, one word for a code."""

import re
from importlib.resources import files

import pytest

from servanda.documents.code_names import CODE_NAMES
from servanda.documents.review.names import code_name
from servanda.documents.style import read_style
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.words import CODE_WORDS, word

DOCUMENTS = ("dossier", "review")
RULE = re.compile(r"^([^@{}]+?)\s*\{", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_has_the_one_sheet_and_states_no_rule_of_it_again(document: str) -> None:
    folder = files("servanda.documents")
    shared = (folder / "style.css").read_text(encoding="utf-8")
    own = (folder / document / "style.css").read_text(encoding="utf-8")

    assert read_style(document) == shared + own
    assert set(RULE.findall(own)) & set(RULE.findall(shared)) == set()
    assert "--ink" in shared


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_is_one_word_in_documents_and_interfaces(language: str) -> None:
    for code, shown in CODE_NAMES[language].items():
        assert word(code, language=language) == shown
        assert code_name(code, language=language) == shown


def test_no_code_has_its_word_in_two_places() -> None:
    assert CODE_WORDS.keys() & CODE_NAMES["en"].keys() == set()
    assert CODE_NAMES["en"].keys() == CODE_NAMES["zh-Hans"].keys()
