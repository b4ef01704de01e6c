"""All acts, in the order in which they are played: a literal list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from servanda.simulation.demo.acts import (
    accord,
    assessment,
    brief,
    bundle,
    clarification,
    concern,
    contacts,
    edited_row,
    emergency,
    evidence,
    exercise,
    information,
    killed_receiver,
    late_answer,
    line_down,
    persons,
    refusal_and_extension,
    requests,
    review,
    round,
    suspension,
)
from servanda.simulation.demo.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act.

    Attributes:
        name: Names it in the record, so that a resumed run does not play it again.
        title: Its heading, by language.
        result: Its one line of result, by language, with named places.
        play: Plays it; returns what fills the places. Playing it twice must change nothing.
    """

    name: str
    title: Mapping[str, str]
    result: Mapping[str, str]
    play: Callable[[Stage], dict[str, Any]]


ACTS: Sequence[Act] = tuple(
    Act(
        name=module.__name__.rpartition(".")[2],
        title=module.TITLE,
        result=module.RESULT,
        play=module.play,
    )
    for module in (
        accord,
        requests,
        killed_receiver,
        line_down,
        late_answer,
        clarification,
        refusal_and_extension,
        information,
        emergency,
        concern,
        contacts,
        persons,
        round,
        exercise,
        suspension,
        review,
        evidence,
        assessment,
        brief,
        bundle,
        edited_row,
    )
)
