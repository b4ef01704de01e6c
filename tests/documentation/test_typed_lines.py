"""Every command line of every how-to page is one that the command line takes as it is written.

The lines are parsed as if they were typed, and nothing is run; a page that a test plays as a whole
is held here too, so that no block of it is left out by its mark.
"""

import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module

import pytest
import typer
import typer.main
from typer.core import TyperGroup

from servanda.interfaces.cli.verbs import VERBS
from servanda.interfaces.cli.wish import take_wish
from tests.house.places import ROOT

PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
BLOCK = re.compile(r"^ *```sh[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
VERB = re.compile(r"^(?:sudo -u \w+ )?(?:\./run )?servanda +")


def lines_of(page: str) -> Iterator[str]:
    """Yield the calls of `servanda` in a page, continued lines joined, without what follows."""
    for block in BLOCK.findall(page):
        for line in block.replace("\\\n", " ").splitlines():
            if VERB.match(line.strip()):
                yield VERB.sub("", line.strip())


TYPED = [
    pytest.param(line, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, line in enumerate(lines_of(page.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("line", TYPED)
def test_a_line_of_a_how_to_page_is_one_that_can_be_typed(line: str) -> None:
    parts = shlex.split(line, comments=True)
    for sign in (">", "|", "<", "&", "&&"):
        parts = parts[: parts.index(sign)] if sign in parts else parts
    parts = ["7" if part == "ENTRY" else part for part in parts]  # read off the screen
    without_language = re.sub(r" --lang [a-zA-Z-]+", "", shlex.join(parts))
    (verb, *arguments), _ = take_wish(shlex.split(without_language))
    assert verb in VERBS, line
    module = import_module(VERBS[verb][0])
    if not hasattr(module, "register"):
        return  # it reads its arguments itself, and its own tests hold them
    application = typer.Typer()
    application.callback()(lambda: None)
    module.register(application, name=verb, summary="")

    parse(typer.main.get_command(application), [verb, *arguments])


def parse(command: object, arguments: list[str]) -> None:
    """Parse as typed, down to the command that would run."""
    while isinstance(command, TyperGroup):
        name, *arguments = arguments
        assert name in command.commands, name
        command = command.commands[name]
    assert isinstance(command, typer.core.TyperCommand)
    with suppress(typer.Exit):  # --help
        command.make_context(command.name, list(arguments))


def test_the_pages_hold_lines_at_all() -> None:
    assert len(TYPED) > 100
