"""The page of the request form has the table that the code has."""

import re

from servanda.core.forms.elements import CONDITIONS, FORM_ELEMENTS
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
