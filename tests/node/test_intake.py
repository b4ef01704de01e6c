"""What waits for the sequencer waits in order, in one batch, and within limits."""

from threading import Thread

import pytest

from servanda.core.envelope.run import Run
from servanda.core.identifiers import parse_origin
from servanda.node import intake as module
from servanda.node.intake import Intake, IntakeFullError
from servanda.usecases.pair_step import OpenedRun

ORIGIN = parse_origin("alice.example/servanda/a-b/bob.example")


def opened(name: str) -> OpenedRun:
    run = Run(origin=ORIGIN, first=0, leaves=(), checkpoint=None, have=0)
    return OpenedRun(run=run, digest=name, answer_now=True)


def names(intake: Intake) -> list[str]:
    return [waiting.opened.digest for waiting in intake.take(timeout_seconds=0)]


def test_all_that_waits_is_taken_at_once_in_its_order() -> None:
    intake = Intake()
    for name in ("one", "two", "three"):
        intake.put(opened(name), size=1)

    assert names(intake) == ["one", "two", "three"]
    assert names(intake) == []


def test_no_more_than_a_batch_is_taken() -> None:
    intake = Intake()
    for number in range(module.MAX_BATCH + 1):
        intake.put(opened(str(number)), size=1)

    assert len(names(intake)) == module.MAX_BATCH
    assert len(names(intake)) == 1


def test_memory_is_bounded_by_bytes_and_what_was_taken_makes_room() -> None:
    intake = Intake()
    intake.put(opened("large"), size=module.MAX_WAITING_BYTES)

    with pytest.raises(IntakeFullError):
        intake.put(opened("small"), size=1)
    assert names(intake) == ["large"]
    intake.put(opened("small"), size=1)

    assert names(intake) == ["small"]


def test_memory_is_bounded_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 2)
    intake = Intake()
    intake.put(opened("one"), size=1)
    intake.put(opened("two"), size=1)

    with pytest.raises(IntakeFullError, match="2 envelopes"):
        intake.put(opened("three"), size=1)


def test_nothing_is_lost_between_many_threads() -> None:
    intake = Intake()
    threads = [
        Thread(target=lambda: [intake.put(opened("x"), size=1) for _ in range(100)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    found = 0
    while found < 800:
        found += len(intake.take(timeout_seconds=5))
    for thread in threads:
        thread.join()

    assert names(intake) == []
