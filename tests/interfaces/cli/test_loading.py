"""A verb loads what it has a use for, and nobody looks for garbage while it does."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from servanda.interfaces.cli.loading import loading
from tests.interfaces.cli.homes import Desk

SAYING = ("servanda.usecases.exchange.queue_statement", "servanda.usecases.attachments.attach_file")
STEPPING = (
    "servanda.usecases.exchange.sequence_statements",
    "servanda.usecases.exchange.sign_heads",
)
EXCHANGE = ("servanda.core.exchange.pair", "servanda.usecases.exchange.loaded_pairs")
CASEWORK = ("servanda.core.casework.fold", "servanda.usecases.casework.follow_casework")
REVIEWING = (
    "servanda.core.review",
    "servanda.core.bundle",
    "servanda.documents.review",
    "servanda.documents.dossier",
)

# What each verb looks at, and what it has no use for. A new import that makes a verb slow for
# everybody is to be noticed here, not by a desk whose script calls it a hundred times.
UNUSED = {
    "clock show": (*SAYING, *STEPPING, *EXCHANGE, *CASEWORK, *REVIEWING),
    "card": (*SAYING, *STEPPING, *EXCHANGE, *CASEWORK, *REVIEWING),
    # The inbox lists what one of our clocks runs on, so it follows the casework.
    "inbox": (*SAYING, *STEPPING, *REVIEWING),
    "find 47": (*SAYING, *STEPPING, *EXCHANGE, *CASEWORK, *REVIEWING),
    "counterpart show": (*SAYING, *STEPPING, *EXCHANGE, *CASEWORK, *REVIEWING),
    "show 47": (*SAYING, *STEPPING, *CASEWORK, *REVIEWING),
    "queue": (*SAYING, *STEPPING, *REVIEWING),
    "doctor": (*SAYING, *CASEWORK, *REVIEWING),
    "send contact": (*STEPPING, *REVIEWING),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("quick") / "home", "quick.example")
    made.do("init", "quick.example", "--no-https")
    return made


@pytest.mark.parametrize("verb", UNUSED)
def test_a_verb_loads_nothing_of_what_only_others_do(verb: str, desk: Desk) -> None:
    loaded = modules_of(desk, f"main([*{verb.split()!r}, '--json'])")

    assert "servanda.store.django_store" in loaded, "the verb did not open the store"
    unused = UNUSED[verb]
    assert [name for name in loaded if name.startswith(unused)] == []


def test_nothing_is_collected_while_a_verb_loads_and_what_it_loaded_is_set_aside(
    desk: Desk,
) -> None:
    passes = (
        "import gc; begun = []\n"
        "gc.callbacks.append(lambda phase, info: begun.append(phase))\n"
        "from servanda.interfaces.cli.main import main\n"
        "before = len(begun)\n"
        "main(['card', '--json'])\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 50_000, len(begun) - before < 20)"
    )

    assert run(desk, passes).splitlines()[-1] == "True True True"


def test_what_is_set_aside_does_not_grow_with_the_verbs_that_one_process_calls(desk: Desk) -> None:
    code = (
        "import gc; from servanda.interfaces.cli.main import main\n"
        "counts = [main(['inbox', '--json']) or gc.get_freeze_count() for _ in range(3)]\n"
        "print(0 < max(counts[1:]) <= counts[0])"
    )

    assert run(desk, code).splitlines()[-1] == "True"


def test_a_verb_leaves_the_whole_store_in_one_file(desk: Desk) -> None:
    desk.do("clock", "show")

    assert [file.name for file in desk.folder.glob("store.sqlite3*")] == ["store.sqlite3"]


@pytest.mark.parametrize("collects", [True, False])
def test_loading_leaves_the_collector_as_it_was_also_after_an_error(*, collects: bool) -> None:
    before = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        with pytest.raises(ModuleNotFoundError, match="collects: False"):
            _fail_to_load()

        assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()


def _fail_to_load() -> None:
    with loading():
        raise ModuleNotFoundError(f"collects: {gc.isenabled()}")


def modules_of(desk: Desk, call: str) -> list[str]:
    code = (
        f"import sys; from servanda.interfaces.cli.main import main; {call}\n"
        "print(*(name for name in sys.modules if name.startswith('servanda')))"
    )
    return run(desk, code).splitlines()[-1].split()


def run(desk: Desk, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=desk.environment(),
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout
