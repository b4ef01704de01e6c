"""Words without which no expression of time stands, and words that one can begin with.

They spare the grammar most of a text; a form whose words are missing here is never found.

Source: docs/spec/evidence/times.md, "Finding".
"""

from servanda.evidence.times.grammar.words import (
    MONTHS,
    ORDINALS,
    PART_OF_DAY,
    SEASONS,
    TOWARD,
    UNITS,
    WEEKDAYS,
)
from servanda.evidence.times.numbers import NUMBER_WORDS, ORDINAL_WORDS

_UNIT_WORDS = (*UNITS, *(unit + "s" for unit in UNITS))
_ALSO_TELLING = """
centuries today yesterday tomorrow tonight now currently current recently soon future past mornings
nights quarters half period ago earlier p m am pm gmt christmas halloween veterans independence
valentine present nowadays nineteen term possible twenties thirties forties fifties sixties
seventies eighties nineties thousand fiscal fy q utc
"""
_ALSO_OPENING = """
the a an its their his her that each every per within another several few many some half couple
today yesterday tomorrow tonight right now currently these at more soon as fy q fiscal calendar mid
future veterans independence valentine st halloween christmas boxing new nowadays present
comparable same corresponding year
"""
_WEEKDAY_WORDS = (*WEEKDAYS, *(day + "s" for day in WEEKDAYS))
TELLING = frozenset(
    [*MONTHS, *_WEEKDAY_WORDS, *SEASONS, *_UNIT_WORDS, *PART_OF_DAY, *_ALSO_TELLING.split()]
)
OPENING = frozenset(
    [
        *MONTHS,
        *_WEEKDAY_WORDS,
        *SEASONS,
        *_UNIT_WORDS,
        *PART_OF_DAY,
        *ORDINALS,
        *ORDINAL_WORDS,
        *NUMBER_WORDS,
        *(words.split()[0] for words in TOWARD),
        *_ALSO_OPENING.split(),
    ]
)
