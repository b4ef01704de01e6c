"""What waits for the sequencer waits in order, in one batch, and within limits."""

from threading import Thread

import pytest

from servanda.core.envelope.run import Run
from servanda.core.identifiers import parse_origin
from servanda.node import intake as module
from servanda.node.intake import Intake, IntakeFullError, IntakeShareError
from servanda.usecases.exchange.pair_step import OpenedRun


def opened(name: str, *, by: str = "alice") -> OpenedRun:
    origin = parse_origin(f"{by}.example/servanda/a-b/bob.example")
    run = Run(origin=origin, first=0, leaves=(), checkpoint=None, have=0)
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
        intake.put(opened(str(number), by=f"party-{number % 16}"), size=1)

    assert len(names(intake)) == module.MAX_BATCH
    assert len(names(intake)) == 1


def test_memory_is_bounded_by_bytes_and_what_was_taken_makes_room() -> None:
    intake = Intake()
    for party in ("alice", "carol"):
        intake.put(opened("large", by=party), size=module.MAX_WAITING_BYTES_OF_ONE)

    with pytest.raises(IntakeFullError):
        intake.put(opened("small", by="dora"), size=1)
    assert names(intake) == ["large", "large"]
    intake.put(opened("small", by="dora"), size=1)

    assert names(intake) == ["small"]


def test_memory_is_bounded_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 2)
    intake = Intake()
    intake.put(opened("one"), size=1)
    intake.put(opened("two"), size=1)

    with pytest.raises(IntakeFullError, match="2 envelopes"):
        intake.put(opened("three"), size=1)


def test_one_counterpart_has_its_share_and_leaves_room_to_the_others() -> None:
    intake = Intake()
    for number in range(module.MAX_WAITING_OF_ONE):
        intake.put(opened(str(number)), size=1)

    with pytest.raises(IntakeShareError, match=r"32 envelopes of alice\.example"):
        intake.put(opened("flood"), size=1)
    intake.put(opened("another's", by="carol"), size=1)

    assert names(intake)[-1] == "another's"
    intake.put(opened("later"), size=1)
    assert names(intake) == ["later"]


def test_the_share_of_one_counterpart_is_bounded_by_bytes() -> None:
    intake = Intake()
    intake.put(opened("large"), size=module.MAX_WAITING_BYTES_OF_ONE)

    with pytest.raises(IntakeShareError):
        intake.put(opened("small"), size=1)


def test_nothing_is_lost_between_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WAITING_OF_ONE", module.MAX_WAITING)
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
