"""The reference of the command line and the commands themselves name each other."""

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import takewhile

import pytest
import typer
import typer.main
from typer.core import TyperGroup

from servanda.interfaces.cli.verbs import VERBS
from tests.house.places import ROOT

REFERENCE = ROOT / "docs" / "reference" / "cli.md"
HEADING = re.compile(r"^## (`.+)$", re.MULTILINE)
QUOTED = re.compile(r"`([^`]+)`")


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_of_a_verb_has_its_heading(verb: str) -> None:
    assert commands_of(verb) - documented() == set()


def test_the_reference_names_no_command_that_does_not_exist() -> None:
    existing = {command for verb in VERBS for command in commands_of(verb)}

    assert documented() - existing == set()


def documented() -> set[str]:
    """Return the commands in the headings, `accord propose` and its like, without arguments."""
    headings = " ".join(HEADING.findall(REFERENCE.read_text()))
    commands = [quoted.removeprefix("servanda ") for quoted in QUOTED.findall(headings)]
    return {" ".join(takewhile(is_word, command.split())) for command in commands}


def is_word(part: str) -> bool:
    return part.replace("-", "").isalpha() and part.islower() and part[0] != "-"


def commands_of(verb: str) -> set[str]:
    module = import_module(VERBS[verb][0])
    if not hasattr(module, "register"):
        return {verb}  # it reads its arguments itself, to need no more than the core
    application = typer.Typer()
    application.callback()(lambda: None)
    module.register(application, name=verb, summary="")
    return set(_commands(typer.main.get_command(application), ""))


def _commands(command: object, name: str) -> Iterator[str]:
    if not isinstance(command, TyperGroup):
        yield name
        return
    for child_name, child in command.commands.items():
        if not child.hidden:
            yield from _commands(child, f"{name} {child_name}".strip())
