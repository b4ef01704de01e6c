"""The stage runs verbs forked from launchers where that can be, and anew where it cannot."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from servanda.simulation.demo import play as play_module
from servanda.simulation.demo import stage as stage_module
from servanda.simulation.demo.acts.registry import ACTS, Act
from servanda.simulation.demo.launched import can_launch
from servanda.simulation.demo.play import play
from servanda.simulation.demo.stage import NORTHMARK, PARTIES, DemonstrationError, Stage

forks = pytest.mark.skipif(not can_launch(), reason="verbs are not forked on this system")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(folder=tmp_path, say=lambda _: None)
    yield made
    made.end_launchers()


def init(stage: Stage, party: str) -> dict[str, Any]:
    return stage.verb(party, "init", f"{party}.example", "--mode", "demonstration", "--no-https")


@forks
def test_each_party_has_a_launcher_of_its_own_that_knows_no_other_home(stage: Stage) -> None:
    stage.start_launchers()
    first = dict(stage.launchers)
    stage.start_launchers()

    assert stage.launchers == first
    for party in PARTIES:
        init(stage, party)
        environment = Path(f"/proc/{first[party].process.pid}/environ").read_bytes()
        homes = [str(stage.home(one)).encode() for one in PARTIES if one != party]
        assert str(stage.home(party)).encode() in environment
        assert [home for home in homes if home in environment] == []
    assert len({stage.verb(party, "card")["words"] for party in PARTIES}) == len(PARTIES)


@forks
def test_a_launcher_that_is_killed_ends_the_demonstration_with_the_verb_the_party_and_the_cure(
    stage: Stage,
) -> None:
    stage.start_launchers()
    stage.launchers[NORTHMARK].process.kill()

    with pytest.raises(
        DemonstrationError,
        match=r"'servanda card' of northmark .* launcher .* ended with -9.*same command goes on",
    ):
        stage.verb(NORTHMARK, "card")


def test_a_verb_that_is_refused_is_told_with_what_it_said(stage: Stage) -> None:
    stage.start_launchers()

    with pytest.raises(DemonstrationError, match=r"found exit 1: servanda: .*servanda init"):
        stage.verb(NORTHMARK, "card")
    assert stage.verb(NORTHMARK, "card", may_fail=True)["exit"] == 1


def test_where_nothing_can_be_forked_each_verb_begins_anew(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_module, "can_launch", lambda: False)

    stage.start_launchers()

    assert stage.launchers == {}
    assert init(stage, NORTHMARK)["exit"] == 0


def test_a_verb_begun_anew_that_does_not_end_in_time_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_module, "VERB_SECONDS", 0.0)

    with pytest.raises(DemonstrationError, match="found that it ran on after 0 s"):
        stage.verb(NORTHMARK, "card")


def test_no_launcher_outlives_the_play_also_where_an_act_fails(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    had: list[bool] = []

    def failing(stage: Stage) -> dict[str, Any]:
        had.append(bool(stage.launchers) is can_launch())
        raise DemonstrationError("the act fails")

    act = Act(name="failing", title=ACTS[0].title, result=ACTS[0].result, play=failing)
    monkeypatch.setattr(play_module, "ACTS", (act,))
    with pytest.raises(DemonstrationError, match="the act fails"):
        play(stage, language="en", fresh=False)

    assert had == [True]
    assert stage.launchers == {}
