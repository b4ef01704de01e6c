"""The page of the request form has the table that the code has."""

import re

from servanda.core.forms.element_fields import OVERRIDABLE_RULES
from servanda.core.forms.elements import CONDITIONS, FORM_ELEMENTS
from servanda.core.forms.problems import SENTENCES
from servanda.core.forms.rules import RULES
from tests.house.places import ROOT

PAGE = ROOT / "docs" / "reference" / "request-form.md"


def test_the_page_has_every_element_as_the_code_has_it() -> None:
    rows = re.findall(r"^\| (E\d\d) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert [name for name, _ in rows] == list(FORM_ELEMENTS)
    for name, cells in rows:
        element = FORM_ELEMENTS[name]
        demanded = [
            one.sign + (f" {CONDITIONS[one.condition]}" if one.condition else "")
            for one in element.requirements.values()
        ]
        assert cells == " | ".join([element.title, f"`{element.place}`", *demanded])


def test_the_page_has_every_rule_and_says_which_may_be_set_aside() -> None:
    rows = re.findall(
        r"^\| (R\d\d) \| .+ \| (yes|no) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert [name for name, _ in rows] == list(RULES)
    assert {name for name, word in rows if word == "yes"} == OVERRIDABLE_RULES


def test_the_page_has_every_problem_with_its_cure() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (\w+) \| (.+) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.M
    )

    assert rows == [
        (code, sentence.rule or "form", sentence.expected, sentence.cure)
        for code, sentence in SENTENCES.items()
    ]
