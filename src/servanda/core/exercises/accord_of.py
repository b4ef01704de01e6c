"""How the accord of an exercise names what it was made from.

Source: docs/spec/exercises.md, "The accord of an exercise".
"""

from collections.abc import Mapping
from typing import Final

from servanda.core import canonical
from servanda.core.accords.accord import EXERCISE_OF
from servanda.core.accords.template import template_digest
from servanda.core.accords.template_texts import is_text_file
from servanda.core.exercises.scenario import SCENARIO_FILE
from servanda.core.identifiers import Digest, digest_of

NAME_PREFIX: Final = "exercise-"
_MAX_NAME: Final = 40


def exercise_digest(scenario: Mapping[str, bytes], *, template: Digest) -> Digest:
    """Return the digest by which an accord names a scenario and the template it is played under.

    The script of the rehearsal is no part of it: who plays has no need of it.

    Args:
        scenario: The files of the scenario, by name.
        template: The digest of the template's files.
    """
    counted = {
        name: data for name, data in scenario.items() if name == SCENARIO_FILE or is_text_file(name)
    }
    value = {"scenario": template_digest(counted), "template": template}
    return digest_of(canonical.encode(value))


def exercise_template(template: str) -> str:
    """Return the template name of the accord of an exercise that is played under `template`."""
    return f"{EXERCISE_OF}{template}"


def exercise_name(slug: str) -> str:
    """Return the name of the accord of an exercise, unless one is given."""
    return f"{NAME_PREFIX}{slug}"[:_MAX_NAME].rstrip("-")
