import pytest

from servanda.core.errors import MisconfiguredError
from servanda.simulation.stopping import CrashAfter, KillAt, SimulatedCrash, boundaries_of
from servanda.usecases.boundaries import BOUNDARIES, COMMITTED, NoStop


def test_without_the_variable_every_node_goes_on() -> None:
    assert isinstance(boundaries_of({}, mode="real"), NoStop)


@pytest.mark.parametrize("mode", ["real", None])
def test_a_home_in_use_refuses_to_be_told_where_to_die(mode: str | None) -> None:
    with pytest.raises(MisconfiguredError, match="unset it"):
        boundaries_of({"SERVANDA_STOP_AT": COMMITTED}, mode=mode)


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_demonstration_can_be_told_any_boundary(name: str) -> None:
    told = boundaries_of({"SERVANDA_STOP_AT": f"{name}:2"}, mode="demonstration")

    assert told == KillAt(name=name, passes=2)


@pytest.mark.parametrize("wish", ["nowhere", "step.committed:x", "step.committed:-1"])
def test_a_misspelt_boundary_is_refused_with_the_names_there_are(wish: str) -> None:
    with pytest.raises(MisconfiguredError, match=r"step\.committed"):
        boundaries_of({"SERVANDA_STOP_AT": wish}, mode="exercise")


def test_a_simulated_crash_comes_where_it_was_planned_and_once() -> None:
    crashes = CrashAfter(left=1)
    crashes.reached("first")

    with pytest.raises(SimulatedCrash):
        crashes.reached("second")
    crashes.reached("third")

    assert crashes.crashed_at == "second"
    assert crashes.reached_names == ["first", "second", "third"]
