"""Whatever stands in a file of the home, its reader gives a value or says what is wrong with it."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from servanda.core.errors import ServandaError
from servanda.core.identifiers import Digest, PartyId, parse_origin
from servanda.store.head_file import FileHeads
from servanda.store.home.calendar_file import read_calendar_file, write_calendar_file
from servanda.store.home.clock_file import ScriptedClock
from servanda.store.home.ready_file import ReadyNote, read_ready_file, ready_file
from servanda.store.home.refill_folder import RefillFolder
from servanda.store.home.settings_file import HomeSettings, read_settings, write_settings
from servanda.usecases.accords.offer_calendar import WeeklyCalendar
from servanda.usecases.ports.outside import Head, Heads

ORIGIN = parse_origin("alice.example/servanda/a-b/bob.example")
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def asked_refill(file: Path) -> object:
    return RefillFolder(file.parent).asked()


READERS: dict[str, Callable[[Path], object]] = {
    "settings.json": read_settings,
    "calendar.json": read_calendar_file,
    "clock.json": lambda file: ScriptedClock(file).scripted(),
    "heads.json": lambda file: FileHeads(file).read(),
    "ready.json": read_ready_file,
    "asked": asked_refill,
}


def write_samples(folder: Path) -> None:
    """Write every file as its writer writes it."""
    bob = PartyId("bob.example")
    write_settings(
        folder / "settings.json",
        HomeSettings(listen="127.0.0.1:1", pages="127.0.0.1:2", https={bob: "https://b:1"}),
    )
    weekly = WeeklyCalendar(weekend=(5, 6), offset_minutes=60, stated_on=date(2026, 1, 5))
    write_calendar_file(folder / "calendar.json", weekly)
    ScriptedClock(folder / "clock.json").run_from(datetime(2026, 1, 5, tzinfo=UTC), rate=10)
    head = Head(size=7, root=Digest("sha256:" + "0" * 64))
    FileHeads(folder / "heads.json").replace(Heads(), Heads(logs={str(ORIGIN): head}))
    with ready_file(
        folder / "ready.json", ReadyNote(carrier="https://a:1", pages="http://a:2/", pid=77)
    ):
        note = (folder / "ready.json").read_bytes()
    (folder / "ready.json").write_bytes(note)
    RefillFolder(folder).ask(ORIGIN)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder)
    return {name: (folder / name).read_bytes() for name in READERS}


def read(name: str, content: bytes, folder: Path) -> None:
    """Read `content` as the file `name`; any other error than ours is a failure."""
    (folder / name).write_bytes(content)
    with suppress(ServandaError):
        READERS[name](folder / name)


@pytest.mark.parametrize("name", READERS)
@SHARED
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b'{"pid":' + b"9" * 5_000 + b"}")
@given(content=st.binary(max_size=64))
def test_any_bytes_give_a_value_or_our_error(tmp_path: Path, name: str, content: bytes) -> None:
    read(name, content, tmp_path)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@pytest.mark.parametrize("name", [name for name in READERS if name.endswith(".json")])
@SHARED
@given(data=st.data())
def test_a_member_of_any_other_kind_gives_a_value_or_our_error(
    tmp_path: Path, samples: dict[str, bytes], name: str, data: st.DataObject
) -> None:
    members = json.loads(samples[name])
    changed = data.draw(st.sampled_from(sorted(members)))
    members[changed] = data.draw(ANY_JSON)
    content = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    read(name, content.encode("utf-8", "surrogatepass"), tmp_path)


@pytest.mark.parametrize("name", READERS)
def test_every_single_byte_changed_gives_a_value_or_our_error(
    tmp_path: Path, samples: dict[str, bytes], name: str
) -> None:
    content = samples[name]

    for place in range(len(content)):
        for flipped in (0x01, 0x20, 0x80):
            changed = bytearray(content)
            changed[place] ^= flipped
            read(name, bytes(changed), tmp_path)


@pytest.mark.parametrize("name", READERS)
def test_what_was_written_is_read(tmp_path: Path, samples: dict[str, bytes], name: str) -> None:
    (tmp_path / name).write_bytes(samples[name])

    assert READERS[name](tmp_path / name) is not None
