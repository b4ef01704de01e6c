"""The page shows imported cases apart, marked as what they are, and runs nothing they hold."""

from datetime import date
from importlib.resources import files

import pytest
from django.template import Context, Engine

from servanda.core.identifiers import PartyId
from servanda.interfaces.web.pages.record import read_node_page
from servanda.usecases.casework.imported_case import ImportedCase
from tests.django_stores import set_up_django
from tests.usecases.nodes import Node, agreed_cast

HOSTILE = "<script>alert(1)</script>"
CASE = ImportedCase(
    counterpart=PartyId("carol.example"),
    is_ours=True,
    file_number="OLD-7",
    kind="preservation",
    urgency="urgent",
    received_on=date(2025, 12, 1),
    title=HOSTILE,
)


def page_of(node: Node, *, language: str = "en") -> str:
    set_up_django()
    folder = str(files("servanda.interfaces.web.pages") / "templates")
    engine = Engine(dirs=[folder], builtins=["servanda.interfaces.web.pages.tags"], autoescape=True)
    page = read_node_page(node.services, language=language, reads_bodies=True)
    context = Context({"language": language, "languages": ("en", "zh-Hans"), "page": page})
    return engine.get_template("pages/node.html").render(context)


def test_an_imported_case_stands_in_a_table_of_its_own_that_says_what_it_is() -> None:
    node = agreed_cast().alice
    before = page_of(node)
    node.services.store.add_imported([CASE], at=node.services.clock.now())

    page = page_of(node)

    assert "Imported cases" not in before
    assert "Imported from before, in no log and no figure:" in page
    assert "OLD-7" in page
    assert "2025-12-01" in page


def test_what_a_table_held_is_shown_and_never_run() -> None:
    node = agreed_cast().alice
    node.services.store.add_imported([CASE], at=node.services.clock.now())

    page = page_of(node)

    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Imported cases"), ("zh-Hans", "导入的案件")]
)
def test_the_table_is_headed_in_the_readers_language(language: str, heading: str) -> None:
    node = agreed_cast().alice
    node.services.store.add_imported([CASE], at=node.services.clock.now())

    assert heading in page_of(node, language=language)
