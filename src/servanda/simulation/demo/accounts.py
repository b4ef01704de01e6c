"""Sample accounts for both desks: one person for each role, so that anybody can sign in and look.

They come when the last act is played and both nodes stay up, for from then on each verb on these
homes has to say who acts. Their one passphrase is printed and no secret: a demonstration's home
holds nothing real, and refuses to exchange with one that is.

Source: docs/spec/desk.md, "The demonstration's desks".
"""

from collections.abc import Iterator
from pathlib import Path

from servanda.core.people.roles import Role
from servanda.simulation.demo.stage import Stage

PASSPHRASE = "for demonstration only"  # noqa: S105 - printed for everybody
PASSPHRASE_FILE = "demonstration-passphrase"  # noqa: S105 - names a file

# Named by their role. Who may confirm others comes last: until then nobody has to.
ACCOUNTS: tuple[Role, ...] = (
    Role.ADMINISTRATOR,
    Role.OFFICER,
    Role.ANALYST,
    Role.PRINCIPAL,
    Role.AUDITOR,
    Role.TRANSLATOR,
    Role.APPROVER,
)


def give_accounts(stage: Stage) -> None:
    """Add those of the sample persons that are not there yet, at both desks.

    Args:
        stage: Played to its end. Stopped half-way, it can be called again.
    """
    file = _passphrase_file(stage)
    stage.each(lambda party: _give(stage, party, file))


def account_names() -> Iterator[str]:
    """Return the names with which one signs in, the same at both desks."""
    return (str(role.value) for role in ACCOUNTS)


def who_acts(stage: Stage, name: str) -> tuple[str, ...]:
    """Return the options with which a verb is done by the sample person `name`."""
    return ("--as", name, "--passphrase-file", stage.shown(stage.folder / PASSPHRASE_FILE))


def _give(stage: Stage, party: str, file: Path) -> None:
    first, *others = account_names()
    present = _present(stage, party)
    new = ("--new-passphrase-file", stage.shown(file))
    if not present:
        stage.verb(party, "staff", "add", first, "--role", first, *new, quiet=True)
    administrator = who_acts(stage, first)
    for name in others:
        if name not in present:
            given = ("staff", "add", name, "--role", name, *new)
            stage.verb(party, *given, *administrator, quiet=True)


def _present(stage: Stage, party: str) -> frozenset[str]:
    first = next(account_names())
    unnamed = stage.verb(party, "staff", "list", quiet=True, may_fail=True)
    listed = (
        unnamed
        if unnamed["exit"] == 0
        else stage.verb(party, "staff", "list", *who_acts(stage, first), quiet=True)
    )
    return frozenset(str(one["name"]) for one in listed["persons"])


def _passphrase_file(stage: Stage) -> Path:
    file = stage.folder / PASSPHRASE_FILE
    file.touch(mode=0o600)
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return file.absolute()
