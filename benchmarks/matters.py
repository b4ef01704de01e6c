"""The matters of a desk's year, step by step: what `casework` fills its store with.

Nine requests of every kind, their clarifications, extensions, refusals, reopenings, renewals and
feedback, a call, information given and checks: 120 statements, told again and again. Who asks
changes from one round to the next.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

ASKER, ANSWERER = 0, 1

# Days after the matter began, who speaks, and which of `simulation.years.moves.MOVES`.
Step: TypeAlias = tuple[int, int, str]
Matter: TypeAlias = tuple[Step, ...]


def _matter(*steps: tuple[int, str]) -> Matter:
    """Return a matter; the moves of the answerer begin with a hyphen."""
    return tuple(
        (day, ANSWERER if move.startswith("-") else ASKER, move.removeprefix("-"))
        for day, move in steps
    )


MATTERS: Final[Sequence[Matter]] = (
    _matter(
        (0, "request.information"),
        (1, "-acknowledge"),
        (2, "-accept"),
        (3, "-ask.blocking"),
        (6, "clarify"),
        (8, "-update"),
        (12, "-extend"),
        (14, "-update"),
        (16, "enquire"),
        (17, "-update"),
        (20, "-interim"),
        (27, "-fulfil"),
        (33, "judge.poor"),
        (35, "-reply"),
        (50, "close"),
    ),
    _matter(
        (0, "request.urgent"),
        (1, "-acknowledge"),
        (2, "-accept"),
        (3, "reclassify"),
        (5, "-execute"),
        (6, "-update"),
        (7, "-ask"),
        (9, "clarify"),
        (12, "-update"),
        (15, "-fulfil.part"),
        (18, "dispute"),
        (20, "judge"),
        (30, "close"),
    ),
    _matter((0, "inform"), (1, "-acknowledge"), (5, "-judge")),
    _matter(
        (0, "request.mitigation"),
        (1, "-acknowledge"),
        (2, "-accept"),
        (3, "-execute"),
        (4, "-update"),
        (5, "-interim"),
        (6, "-update"),
        (8, "-update"),
        (9, "-fulfil"),
        (14, "judge"),
        (30, "close"),
    ),
    _matter(
        (0, "request.investigation"),
        (1, "-acknowledge.indirect"),
        (2, "-review_it"),
        (3, "-accept"),
        (4, "-ask.blocking"),
        (9, "clarify"),
        (12, "-propose_extension"),
        (13, "consent"),
        (15, "-update"),
        (20, "enquire"),
        (21, "-update"),
        (25, "-execute"),
        (30, "-update"),
        (37, "-update"),
        (45, "-find_nothing"),
        (52, "judge"),
        (60, "close"),
    ),
    _matter((0, "inform.indicators"), (4, "-judge.poor")),
    _matter(
        (0, "request.preservation"),
        (1, "-acknowledge"),
        (2, "-accept"),
        (4, "-fulfil"),
        (8, "judge"),
        (30, "renew"),
        (80, "renew"),
        (100, "close"),
    ),
    _matter(
        (0, "request.information"),
        (2, "-acknowledge.contest"),
        (3, "-review_it"),
        (6, "-refuse"),
        (9, "judge.poor"),
        (11, "-reply"),
        (12, "dispute"),
        (15, "reopen"),
        (18, "-update"),
        (22, "-update"),
        (26, "-fulfil"),
        (30, "judge"),
        (45, "close"),
    ),
    _matter((0, "warn_early"), (1, "-acknowledge"), (2, "notify"), (25, "report")),
    _matter(
        (0, "call"),
        (1, "-confirm_call"),
        (2, "request.emergency"),
        (3, "-acknowledge"),
        (4, "-accept"),
        (5, "-update"),
        (6, "-update"),
        (7, "-fulfil"),
        (9, "judge"),
        (30, "close"),
    ),
    _matter(
        (0, "request.information"),
        (1, "-acknowledge"),
        (3, "-postpone"),
        (9, "-resume"),
        (10, "-interim"),
        (14, "-update"),
        (18, "-update"),
        (24, "enquire"),
        (25, "-update"),
        (30, "-fulfil"),
        (35, "judge"),
        (60, "close"),
    ),
    _matter((0, "check"), (1, "-answer_check")),
    _matter(
        (0, "request.information"),
        (1, "-acknowledge"),
        (2, "-accept"),
        (4, "-update"),
        (6, "-update"),
        (9, "-update"),
        (12, "-interim"),
        (13, "withdraw"),
    ),
    _matter((0, "inform"), (2, "-acknowledge")),
)

# Of each round the one that begins in the last days, so that requests are open at the end.
LAST: Final = next(matter for matter in MATTERS if matter[-1][-1] == "withdraw")
STATEMENTS_A_ROUND: Final = sum(map(len, MATTERS))
