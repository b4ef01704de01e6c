"""Compute the after-action report of an exercise from its two logs.

Source: docs/spec/exercises.md, "The after-action report".
"""

from typing import NamedTuple

from servanda.core.accords.accord import EXERCISE, Accord
from servanda.core.casework.fold import fold_casework, terms_of
from servanda.core.errors import InvalidInputError
from servanda.core.exercises.after_action import Happened, fold_exercise
from servanda.core.exercises.report import AfterAction
from servanda.core.exercises.scenario import Scenario
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.conduct.counted_statements import counted_of_types
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


class Script(NamedTuple):
    """A scenario as a node holds it.

    Attributes:
        slug: Its name.
        scenario: What it says.
        digest: By which an accord names it and the template it is played under.
    """

    slug: str
    scenario: Scenario
    digest: Digest


def report_exercise(script: Script, pair: PairRecord, *, services: Services) -> AfterAction:
    """Return how the exercise between a pair stands now.

    Raises:
        InvalidInputError: The accord is not one of an exercise, or was made from another scenario.
    """
    state = read_pair_state(pair, services=services)
    newest = state.newest_accord
    accord = require_exercise(None if newest is None else newest.accord, script)
    counted = counted_of_types(pair, STATEMENT_TYPES, services=services)
    casework = fold_casework(
        counted, terms=terms_of(state.accords_in_force), parties=accord.parties
    )
    return fold_exercise(
        script.scenario,
        Happened(
            counted=counted,
            casework=casework,
            parties=accord.parties,
            started_at=accord.periods[0],
            at=services.clock.now(),
        ),
    )


def require_exercise(accord: Accord | None, script: Script) -> Accord:
    """Return the accord if it is in force, of an exercise, and made from this scenario.

    Raises:
        InvalidInputError: It is not.
    """
    if accord is None:
        raise InvalidInputError(Fault("", expect(Expected.IN_FORCE), Found.NOTHING))
    if accord.mode != EXERCISE:
        raise InvalidInputError(Fault("mode", expect(Expected.EXERCISE_ACCORD), accord.mode))
    if accord.template_digest != script.digest:
        found = f"{accord.template_name} {accord.template_digest}"
        raise InvalidInputError(Fault(script.slug, expect(Expected.SCENARIO), found))
    return accord
