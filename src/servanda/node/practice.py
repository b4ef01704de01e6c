"""`servanda node --practice`: the trainee's node and a simulated counterpart, on fast clocks.

Everything lies in a folder of its own beside the real home, `<home>-practice`: two homes of mode
`exercise` with keys, logs and an accord of their own. Both nodes are processes with a clean
environment, so that no setting of the real one (its data base, its passphrase) reaches them.

Source: docs/reference/cli.md, `servanda node`.
"""

import json
import logging
import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import typer

from servanda.core.errors import InvalidInputError, MisconfiguredError, ServandaError
from servanda.core.identifiers import format_instant
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.node.serve import serve, until_signal
from servanda.simulation.demo.stage import Stage, free_ports
from servanda.simulation.practice.desk import play_due_moves
from servanda.store.home.calendar_file import write_calendar_file
from servanda.store.home.clock_file import ScriptedClock
from servanda.store.home.layout import FOLDER_MODE, Home, home_of_environment
from servanda.store.home.ready_file import read_ready_file
from servanda.usecases.accords.offer_calendar import WeeklyCalendar
from servanda.usecases.services import require_node
from servanda.wiring import Node

RATE = 720  # a day in two minutes: an acknowledgement that is due in 24 hours is due in two
TRAINEE = "trainee"
COUNTERPART = "counterpart"
NAMES = {TRAINEE: "trainee.example", COUNTERPART: "counterpart.example"}
ACCORD_NAME = "practice"
TEMPLATE = "us-china-2015"
DESK_SECONDS = 0.5
_WATCH_SECONDS = 0.5
_MARK = "practice.json"

_LOG = logging.getLogger(__name__)


def practise(*, rate: int, seconds: float | None, as_json: bool) -> None:
    """Run a practice until a signal, or for so many seconds; it goes on where the last one ended.

    Args:
        rate: How many times faster than the machine both clocks run.
        seconds: None: until somebody ends it.
        as_json: Whether a program asked.

    Raises:
        InvalidInputError: The folder holds something else, or a practice runs in it already.
        MisconfiguredError: A node ended by itself; its log says why.
    """
    folder = practice_folder(home_of_environment())
    stage = Stage(folder=folder, say=lambda _: None)
    homes = {party: Home(stage.home(party)) for party in NAMES}
    _require_ours(folder, homes[TRAINEE])
    with until_signal() as stop:
        if not _is_prepared(folder):
            if not as_json:
                typer.echo(text("Preparing the practice …"))
            _prepare(stage, homes)
        try:
            _run_clocks(homes, rate=rate)
            stage.start_node(COUNTERPART, command=("node", "--plays-counterpart"))
            stage.start_node(TRAINEE)
            _announce(homes, rate=rate, as_json=as_json)
            _watch(stage, stop=stop, seconds=seconds)
        finally:
            stage.stop_nodes()
            _stop_clocks(homes)


def practice_folder(home: Home) -> Path:
    """Return the folder of the practice that belongs to `home`, beside it."""
    return home.folder.with_name(f"{home.folder.name}-practice")


def play_counterpart(*, parent: int | None) -> None:
    """Serve the home of the counterpart, and play its desk.

    Args:
        parent: Process of the practice, with which it ends; None: it ends by a signal only.

    Raises:
        MisconfiguredError: The home is not one of an exercise.
    """
    node = opened()
    if require_node(node.services).mode != "exercise":
        raise MisconfiguredError("expected the home of an exercise; a real desk is not simulated")
    with _desk(node):
        serve(node, as_json=True, parent=parent)


@contextmanager
def _desk(node: Node) -> Iterator[None]:
    stop = Event()

    def play() -> None:
        told = ""
        while not stop.wait(DESK_SECONDS):
            try:
                play_due_moves(node.services)
            except ServandaError as error:
                if str(error) != told:
                    _LOG.warning("a move was not made: %s", error)
                told = str(error)

    desk = Thread(target=play, name="desk")
    desk.start()
    try:
        yield
    finally:
        stop.set()
        desk.join()


def _require_ours(folder: Path, trainee: Home) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise InvalidInputError(
            f"expected {folder} to be made by a practice; move away what is there"
        )
    running = read_ready_file(trainee.ready)
    if running is not None and running.is_running:
        raise InvalidInputError(
            f"a practice runs in {folder} already (process {running.pid}); end that one first"
        )


def _is_prepared(folder: Path) -> bool:
    """Return whether the accord was concluded; what was left half made is removed."""
    mark = folder / _MARK
    if not mark.exists():
        return False
    if json.loads(mark.read_text(encoding="utf-8")).get("prepared") is True:
        return True
    shutil.rmtree(folder)
    return False


def _prepare(stage: Stage, homes: dict[str, Home]) -> None:
    """Make both homes and conclude their accord, by the verbs that people use."""
    stage.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    _write_mark(stage.folder, prepared=False)
    now = datetime.now(UTC)
    with ThreadPoolExecutor(len(NAMES)) as both:
        words = dict(both.map(lambda party: _make_home(stage, party, now=now), NAMES))
        for party in NAMES:
            weekly = WeeklyCalendar(weekend=(5, 6), offset_minutes=0, stated_on=now.date())
            write_calendar_file(homes[party].calendar, weekly)
        list(both.map(lambda party: _confirm(stage, party, words), NAMES))
    proposal, acceptance = stage.folder / "proposal.servanda", stage.folder / "acceptance.servanda"
    meant = ["--template", TEMPLATE, "--with", NAMES[TRAINEE], "--name", ACCORD_NAME]
    stage.verb(COUNTERPART, "accord", "propose", *meant, "--cut-wait", "0", "--out", str(proposal))
    stage.verb(TRAINEE, "deliver", str(proposal), "--out", str(stage.folder / "answer.servanda"))
    stage.verb(TRAINEE, "accord", "accept", "--out", str(acceptance))
    stage.verb(
        COUNTERPART, "deliver", str(acceptance), "--out", str(stage.folder / "answer.servanda")
    )
    _write_mark(stage.folder, prepared=True)


def _make_home(stage: Stage, party: str, *, now: datetime) -> tuple[str, str]:
    """Make the home of `party` and its card; return the party and its twelve words."""
    carrier, pages = free_ports()
    address = ["--address", f"https://127.0.0.1:{carrier}", "--pages", f"127.0.0.1:{pages}"]
    at = ["--at", format_instant(now)]
    made = stage.verb(party, "init", NAMES[party], "--mode", "exercise", *address, *at)
    stage.verb(party, "card", "--out", str(stage.folder / f"{party}.card"))
    return party, str(made["words"])


def _confirm(stage: Stage, party: str, words: Mapping[str, str]) -> None:
    """Let `party` take the card of the other, with the words that a telephone would carry."""
    other = TRAINEE if party == COUNTERPART else COUNTERPART
    card = str(stage.folder / f"{other}.card")
    stage.verb(party, "counterpart", "add", card, "--words", words[other])


def _write_mark(folder: Path, *, prepared: bool) -> None:
    mark = {"practice": "nothing here is a real affair", "prepared": prepared}
    (folder / _MARK).write_text(json.dumps(mark), encoding="utf-8")


def _run_clocks(homes: dict[str, Home], *, rate: int) -> None:
    """Let both clocks run on from where the practice stood; the same file, so the same time."""
    trainee = ScriptedClock(homes[TRAINEE].clock)
    trainee.run_from(trainee.now(), rate=rate)
    homes[COUNTERPART].clock.write_bytes(homes[TRAINEE].clock.read_bytes())


def _stop_clocks(homes: dict[str, Home]) -> None:
    now = ScriptedClock(homes[TRAINEE].clock).now()
    for home in homes.values():
        ScriptedClock(home.clock).stand_at(now)


def _announce(homes: dict[str, Home], *, rate: int, as_json: bool) -> None:
    ready = {party: read_ready_file(home.ready) for party, home in homes.items()}
    pages = {party: note.pages for party, note in ready.items() if note is not None}
    shown = {
        "home": str(homes[TRAINEE].folder),
        "pages": pages[TRAINEE],
        "counterpart_pages": pages[COUNTERPART],
        "rate": rate,
    }
    lines = [
        text("EXERCISE: nothing here is a real affair; the counterpart is simulated."),
        text("The clock runs {rate} times as fast as the machine's."),
        text("Your pages: {pages}"),
        text("The counterpart's pages: {counterpart_pages}"),
        text("In another terminal: SERVANDA_HOME={home} ./run servanda inbox"),
        text("Ctrl-C ends the practice; the next one goes on from there."),
    ]
    show(shown, as_json=as_json, lines=(line.format(**shown) for line in lines))


def _watch(stage: Stage, *, stop: Event, seconds: float | None) -> None:
    end = None if seconds is None else time.monotonic() + seconds
    while not stop.wait(_WATCH_SECONDS):
        for party in NAMES:
            if not stage.is_running(party):
                raise MisconfiguredError(
                    f"the node of the {party} ended; see {stage.folder / party}.log"
                )
        if end is not None and time.monotonic() > end:
            return
