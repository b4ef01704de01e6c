"""Read the dialogue that a verb is about: of this node, the example that ships, or of a file.

Source: docs/spec/dialogue.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.dialogue.fold_deliverables import Pending
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.record_form import MAX_BYTES, parse_record
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import Digest, PartyId, digest_of, parse_party
from servanda.interfaces.cli.session import opened
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import text
from servanda.store.home.clock_file import SystemClock
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from servanda.usecases.services import require_pair

EXAMPLE = "us-china-2015"
EXAMPLE_FILE = "dialogue.json"

File = Annotated[
    Path | None, typer.Argument(metavar="FILE", help=text("A dialogue recorded as a file."))
]
Example = Annotated[
    bool,
    typer.Option("--example", help=text("The example that ships: the rounds of 2015 to 2017.")),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="YYYY-MM-DD", help=text("The day whose state is told; today without.")
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A dialogue, and on whose word it is told.

    Attributes:
        record: What is known of it.
        is_published: Whether it was recorded from public sources and no party has said it.
        mode: Of the accord; `real` for what was recorded.
        own: Our party, where it is the dialogue of this node; None for what was recorded.
        waiting: Promises and changes of them that wait for a word, and of whom.
        without_effect: Statements without effect.
        withheld: What an edition may not have, with the word that keeps it out.
        digest: Of the file it was recorded in; empty for the dialogue of this node.
    """

    record: DialogueRecord
    is_published: bool
    mode: str = "real"
    own: PartyId | None = None
    waiting: Sequence[Pending] = ()
    without_effect: int = 0
    withheld: Mapping[Digest, str] = field(default_factory=dict)
    digest: str = ""


def read_told(
    file: Path | None,
    *,
    example: bool,
    to: str | None,
    accord_name: str | None,
    edition: Edition | None = None,
) -> Told:
    """Return the dialogue of `file` or of the example; of this node where neither is named.

    Args:
        file: A recorded dialogue.
        example: The one that ships.
        to: The counterpart.
        accord_name: Of the accord.
        edition: Leave out what no reader of it may have; None for our own desk.

    Raises:
        InvalidInputError: Both were named, or the file cannot be read, or no accord is in force.
        InvalidDialogueRecordError: The file does not fit.
    """
    if file is not None and example:
        expected = expect(Expected.EITHER, one="FILE", other="--example")
        raise InvalidInputError(Fault("", expected, str(file)))
    if example:
        shipped = files("servanda.data") / "examples" / EXAMPLE / EXAMPLE_FILE
        return _recorded(shipped.read_bytes())
    if file is None:
        return _of_this_node(to=to, accord_name=accord_name, edition=edition)
    try:
        with file.open("rb") as source:
            return _recorded(source.read(MAX_BYTES + 1))
    except OSError as error:
        raise InvalidInputError(unreadable(file, error)) from error


def _recorded(content: bytes) -> Told:
    return Told(record=parse_record(content), is_published=True, digest=digest_of(content))


def _of_this_node(*, to: str | None, accord_name: str | None, edition: Edition | None) -> Told:
    services = opened().services
    counterpart = None if to is None else parse_party(to)
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    found = read_dialogue(pair, services=services, edition=edition)
    if found is None:
        expected = expect(Expected.IN_FORCE)
        raise InvalidInputError(Fault(pair.own.accord_name, expected, Found.NOTHING))
    return Told(
        record=found.record,
        is_published=False,
        mode=found.mode,
        own=pair.own.from_party,
        waiting=tuple(found.folded.deliverables.pending.values()),
        without_effect=len(found.folded.out_of_state),
        withheld=found.withheld,
    )


def parse_as_of(written: str | None, told: Told) -> date:
    """Return the day whose state is told; without one today, by the clock of the dialogue.

    Raises:
        InvalidInputError: It is no day.
    """
    if written is None:
        clock = SystemClock() if told.own is None else opened().services.clock
        return clock.now().date()
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise InvalidInputError(Fault("--as-of", expect(Expected.DAY), written)) from error
