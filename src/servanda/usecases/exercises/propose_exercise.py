"""Propose an exercise: an accord of its own, made from a scenario and a template.

Source: docs/spec/exercises.md, "The accord of an exercise".
"""

from datetime import datetime

from servanda.core.accords.accord import EXERCISE
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.exercises.accord_of import NAME_PREFIX, exercise_name, exercise_template
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import PartyId
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.exchange.queue_statement import QueueResult
from servanda.usecases.exercises.report_exercise import Script
from servanda.usecases.services import Services, require_node


def propose_exercise(
    script: Script,
    *,
    counterpart: PartyId,
    terms: JsonObject,
    start: datetime,
    name: str = "",
    services: Services,
) -> QueueResult:
    """Queue the proposal; we play the first role.

    Args:
        script: What is to be played.
        counterpart: Who plays the second role.
        terms: Of the template that the scenario names, resolved.
        start: From when on its times count.
        name: Of the accord; empty: after the scenario.
        services: Of a home of mode `exercise`.

    Raises:
        InvalidInputError: The home is of another mode, or the name does not say exercise.
    """
    mode = require_node(services).mode
    if mode != EXERCISE:
        raise InvalidInputError(Fault("mode", expect(Expected.EXERCISE_HOME), mode))
    wanted = name or exercise_name(script.slug)
    if not wanted.startswith(NAME_PREFIX):
        raise InvalidInputError(Fault("name", expect(Expected.EXERCISE_NAME), wanted))
    drafted = draft_accord(
        name=wanted,
        counterpart=counterpart,
        terms=terms,
        template_name=exercise_template(script.scenario.template),
        template_digest=script.digest,
        periods=(start, start + script.scenario.lasts),
        cut_wait_seconds=0,
        services=services,
    )
    return propose_accord(document=drafted.document, services=services)
