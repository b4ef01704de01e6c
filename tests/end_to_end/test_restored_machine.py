"""A whole machine is put back to an earlier day; the counterpart is up, or comes up later."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.interfaces.cli.homes import Desk
from tests.node.two_nodes import Pair, agree, await_true, running


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Two nodes that went on for a while after Alice's home was copied."""
    with running(tmp_path) as made:
        agree(made)
        made.alice.do("check", "bob.example", "--until-receipted")
        made.end(made.alice, signal.SIGTERM)
        shutil.copytree(made.alice.folder, tmp_path / "backup")
        made.start(made.alice)
        for _ in range(2):
            made.alice.do("check", "bob.example", "--until-receipted")
        made.end(made.alice, signal.SIGTERM)
        yield made


def test_it_refuses_to_sign_and_is_healed_by_a_refill(pair: Pair) -> None:
    before = logs_of(pair.alice)
    put_back(pair)

    pair.start(pair.alice)
    await_true(lambda: "signing_stopped" in alarms_of(pair.alice))
    waits = pair.alice.do("check", "bob.example", "--no-wait")
    refused = pair.alice.run("doctor", "--json")
    page = httpx.get(pair.pages(pair.alice), trust_env=False).text

    assert waits["state"] == "queued"
    assert refused.exit == 1
    assert not refused.result["signing"]
    assert "servanda refill" in refused.out.decode()
    assert "signing_stopped" in page
    assert "servanda refill" in page
    assert "servanda refill" in (pair.alice.folder / "log").read_text()
    assert logs_of(pair.alice)["own"] < before["own"]

    pair.alice.do("refill", "--ask")
    await_true(lambda: "refill_asked" in alarms_of(pair.bob))
    pair.bob.do("refill", "--allow", "alice.example")
    await_true(lambda: pair.alice.run("doctor").exit == 0)
    pair.alice.do("check", "bob.example", "--until-receipted")

    assert logs_of(pair.alice)["own"] > before["own"]
    assert alarms_of(pair.alice) == alarms_of(pair.bob) == []
    assert "refill" not in httpx.get(pair.pages(pair.bob), trust_env=False).text
    assert not {"fork", "run_differs", "dispute"} & set(alarms_of(pair.alice) + alarms_of(pair.bob))


def test_the_doctor_sees_it_before_the_node_is_started(pair: Pair) -> None:
    assert pair.alice.run("doctor").exit == 0
    put_back(pair)

    looked = pair.alice.run("doctor", "--json")

    assert looked.exit == 1
    faults = [one for one in looked.result["findings"] if one["level"] == "fault"]
    assert [one["code"] for one in faults] == ["behind-head"]


def test_it_stays_stopped_when_started_again_while_nobody_answers(pair: Pair) -> None:
    put_back(pair)
    pair.start(pair.alice)
    await_true(lambda: "signing_stopped" in alarms_of(pair.alice))
    pair.end(pair.alice, signal.SIGTERM)
    pair.end(pair.bob, signal.SIGTERM)
    size = logs_of(pair.alice)["own"]

    pair.start(pair.alice)
    pair.alice.do("check", "bob.example", "--no-wait")
    await_true(lambda: "nothing is signed in one log" in (pair.alice.folder / "log").read_text())

    assert pair.alice.run("doctor").exit == 1
    assert logs_of(pair.alice)["own"] == size


def test_started_while_nobody_answers_it_is_stopped_by_the_first_claim(pair: Pair) -> None:
    pair.end(pair.bob, signal.SIGTERM)
    put_back(pair)
    pair.start(pair.alice)
    size = logs_of(pair.alice)["own"]

    pair.start(pair.bob)
    pair.bob.do("check", "alice.example", "--no-wait")

    await_true(lambda: "signing_stopped" in alarms_of(pair.alice))
    assert logs_of(pair.alice)["own"] == size


def put_back(pair: Pair) -> None:
    """Do what restoring the machine does: keys, store and head file are of the day before."""
    log = (pair.alice.folder / "log").read_bytes()
    shutil.rmtree(pair.alice.folder)
    shutil.copytree(pair.alice.folder.parent / "backup", pair.alice.folder)
    (pair.alice.folder / "log").write_bytes(log)


def alarms_of(desk: Desk) -> list[str]:
    return [alarm["kind"] for alarm in standing_of(desk)["alarms"]]


def logs_of(desk: Desk) -> dict[str, int]:
    found = standing_of(desk)
    return {"own": int(found["own_size"]), "copy": int(found["copy_size"])}


def standing_of(desk: Desk) -> dict[str, Any]:
    (counterpart,) = desk.do("counterpart", "show")["counterparts"]
    (standing,) = counterpart["pairs"]
    return dict(standing)
