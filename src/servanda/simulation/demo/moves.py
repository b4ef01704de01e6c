"""What the acts do again and again: say a statement of the story, and wait until it arrived."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from servanda.core.identifiers import format_instant
from servanda.simulation.demo.script import Schedule, scenario
from servanda.simulation.demo.stage import DemonstrationError, Stage


def other(party: str) -> str:
    """Return the counterpart of `party`."""
    return "southmere" if party == "northmark" else "northmark"


def schedule(stage: Stage) -> Schedule:
    """Return the schedule of this run; a resumed run keeps the one it began with."""
    began = stage.record.setdefault("began", format_instant(datetime.now(UTC)))
    return Schedule.ending(datetime.fromisoformat(began))


def set_clocks(stage: Stage, instant: str) -> None:
    """Set both scripted clocks to `instant`, unless an earlier run has passed it."""
    if stage.record.get("clock", "") >= instant:
        return
    stage.both("clock", "set", instant)
    stage.record["clock"] = instant
    stage.save_record()


def say(
    stage: Stage,
    party: str,
    name: str,
    *,
    ref: str | None = None,
    attach: str | None = None,
    more: Sequence[str] = (),
    wait: bool = True,
) -> str:
    """Let `party` say the statement `name` of the story; return its leaf hash.

    Saying it again, after an interruption, changes nothing: the ticket is the name.

    Args:
        stage: The stage.
        party: Who says it.
        name: Its name in the scenario.
        ref: Leaf hash of what it answers.
        attach: Path of a file to attach.
        more: Further options, for what depends on the day.
        wait: Wait until the counterpart has receipted it.
    """
    statement = scenario()[name]
    folder = stage.shown(stage.folder / "statements")
    arguments = ["send", str(statement["type"]), "--facts", f"{folder}/{name}.facts.json"]
    if "body" in statement:
        arguments += ["--body", f"{folder}/{name}.body.json"]
    if ref is not None:
        arguments += ["--ref", ref]
    if attach is not None:
        arguments += ["--attach", attach]
    arguments += more
    if wait:
        arguments.append("--until-receipted")
    return str(stage.verb(party, *arguments, "--ticket", name)["leaf"])


def answer(stage: Stage, party: str, request: str, name: str) -> None:
    """Let `party` acknowledge and answer `request`, the leaf of the statement `name`."""
    if f"ack-{name}" not in stage.left_out:
        say(stage, party, f"ack-{name}", ref=request)
    if f"answer-{name}" not in stage.left_out:
        say(stage, party, f"answer-{name}", ref=request)


def say_all(stage: Stage, party: str, names: Sequence[str], *, ref: str) -> None:
    """Let `party` say several statements about `ref`, one after another, unless left out."""
    for name in names:
        if name not in stage.left_out:
            say(stage, party, name, ref=ref)


def wait_delivered(stage: Stage, party: str, leaf: str, seconds: float = 60.0) -> Mapping[str, Any]:
    """Wait until the statement `leaf` of `party` is receipted by its counterpart."""

    def look() -> Mapping[str, Any] | None:
        shown = stage.verb(party, "show", leaf, quiet=True, may_fail=True)
        return shown if shown.get("received_at") else None

    return stage.wait_for(look, f"the statement {leaf} to be receipted", seconds)


def answered_figures(review: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many requests were answered in time, and how many late, in both directions."""
    in_time = due = 0
    for row in review["rows"]:
        if (row["figure"], row["kind"], row["urgency"]) == ("T4", "all", "all"):
            in_time += row["values"]["n"]
            due += row["values"]["d"]
    return in_time, due - in_time


def require(condition: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise `DemonstrationError` with `message` unless `condition` holds."""
    if not condition:
        raise DemonstrationError(message)
