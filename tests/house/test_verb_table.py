"""Every command has its row in the table of roles, and no row goes further than its roles may."""

from collections.abc import Iterator
from importlib import import_module

import pytest
import typer
import typer.main
from typer.core import TyperGroup

from servanda.core.people.roles import EVERYBODY, Access, Role
from servanda.core.people.verb_table import VERB_TABLE, Row, row_of
from servanda.interfaces.cli.verbs import VERBS

WRITING = {Access.ACT, Access.SIGN, Access.ADMINISTER}
READING_BODIES = {Access.SEALED, Access.EXPORT}
# What an auditor writes is about the log of acts and about themselves alone.
OF_THE_AUDITOR = {"audit export"}
# Approver and officer have these; an administrator shows nothing of a case with them.
WITHOUT_BODIES = {"audit export"}

# Options that write a file.
WRITTEN = {
    "--figures",
    "--graph",
    "--html",
    "--listing",
    "--out",
    "--output",
    "--proof",
    "--public",
    "--release",
}
# Files that are for everybody, or a draft that is nobody's word yet.
OF_NO_CASE = {
    "accord amend --out",
    "accord draft --out",
    "audit head --out",
    "card --out",
    "guest card --out",
}


def commands() -> Iterator[tuple[str, set[str]]]:
    """Yield each command and its options."""
    for verb, (module_name, _) in VERBS.items():
        module = import_module(module_name)
        if not hasattr(module, "register"):
            yield verb, set()  # it needs no node, and reads its arguments itself
            continue
        application = typer.Typer()
        application.callback()(lambda: None)
        module.register(application, name=verb, summary="")
        yield from _below(typer.main.get_command(application), "")


def _below(command: object, name: str) -> Iterator[tuple[str, set[str]]]:
    if isinstance(command, TyperGroup):
        for child_name, child in command.commands.items():
            yield from _below(child, f"{name} {child_name}".strip())
        return
    parameters = getattr(command, "params", [])
    yield name, {option for one in parameters for option in (*one.opts, one.name)}


COMMANDS = dict(commands())


def test_every_command_has_its_row_so_that_none_is_open_by_oversight() -> None:
    missing = COMMANDS.keys() - VERB_TABLE.keys()

    assert missing == set(), "add a row to src/servanda/core/people/verb_table.py"


def test_no_row_is_left_of_a_command_or_an_option_that_is_gone() -> None:
    gone = {
        name
        for name in VERB_TABLE
        if name.partition(" --")[0] not in COMMANDS
        or (" --" in name and f"--{name.partition(' --')[2]}" not in COMMANDS[_verb(name)])
    }

    assert gone == set()


@pytest.mark.parametrize("name", VERB_TABLE)
def test_what_a_row_notes_are_parameters_of_its_command(name: str) -> None:
    row = VERB_TABLE[name]
    named = {*row.about, *filter(None, [row.signed_by])}

    assert named <= COMMANDS[_verb(name)]


def test_what_is_signed_in_somebodys_name_is_checked_for_every_verb_that_says_by_whom() -> None:
    of_others = {"staff cover"}  # who stands in: the use case decides who may name whom
    saying = {name for name, options in COMMANDS.items() if "--by" in options}

    assert saying - of_others == {name for name, row in VERB_TABLE.items() if row.signed_by}


def test_what_writes_a_file_is_noted_as_an_export_or_as_more() -> None:
    """Every export is in the audit log: so no option that writes a file is only a look."""
    unnoted = {
        f"{name} {option}"
        for name, options in COMMANDS.items()
        for option in WRITTEN & options
        if (row := row_of(name, [option])) is not None
        and row.access in {Access.METADATA, Access.OWN, Access.SEALED}
    }

    assert unnoted == OF_NO_CASE


@pytest.mark.parametrize("name", VERB_TABLE)
def test_an_auditor_reads_and_never_writes(name: str) -> None:
    row = VERB_TABLE[name]
    writes = row.access in WRITING or row.access is Access.EXPORT

    assert not (writes and Role.AUDITOR in row.roles) or name in OF_THE_AUDITOR


@pytest.mark.parametrize("name", VERB_TABLE)
def test_an_administrator_reads_no_body_and_says_nothing(name: str) -> None:
    row = VERB_TABLE[name]

    if name not in WITHOUT_BODIES:
        assert not (
            row.access in {*READING_BODIES, Access.SIGN} and Role.ADMINISTRATOR in row.roles
        )


@pytest.mark.parametrize("name", VERB_TABLE)
def test_every_row_has_somebody_who_may(name: str) -> None:
    assert VERB_TABLE[name].roles


def test_a_verb_that_is_not_in_the_table_has_no_row() -> None:
    assert row_of("nothing", []) is None


def test_an_option_with_a_row_counts_in_place_of_its_verb() -> None:
    assert row_of("review", ["--quick"]) == VERB_TABLE["review"]
    assert row_of("review", ["--sign", "--quick"]) == VERB_TABLE["review --sign"]


def test_an_option_that_touches_no_home_opens_nothing_for_another_beside_it() -> None:
    both = row_of("brief", ["--example", "--output"])

    assert both is not None
    assert both.access is Access.EXPORT
    assert both.roles == VERB_TABLE["brief --output"].roles


@pytest.mark.parametrize("role", Role)
def test_every_role_may_look_and_change_its_own_passphrase(role: Role) -> None:
    may = {name for name, row in VERB_TABLE.items() if role in row.roles}

    assert {"staff passphrase", "staff list", "counterpart show"} <= may


def test_what_needs_no_home_is_open_to_everybody() -> None:
    offline: dict[str, Row] = {
        name: row for name, row in VERB_TABLE.items() if row.access is Access.OFFLINE
    }

    assert {row.roles for row in offline.values()} == {EVERYBODY}


def _verb(name: str) -> str:
    return name.partition(" --")[0]
