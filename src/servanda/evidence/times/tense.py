"""The direction of an expression, by the verbs of its clause.

"said Monday that it will send": the verb nearest before the expression decides; with none before
it in the clause, the first one after.

Source: docs/spec/evidence/times.md, "Direction".
"""

import re

from servanda.evidence.times.readings import Tense

_REACH = 240  # characters looked at on either side: a long clause
_FUTURE = (
    r"will|won['’]t|shall|['’]ll|going\sto|scheduled|slated|due|plans?|planned|planning|expects?"
    r"|expected|upcoming|hopes?|intends?|until|effective|expires?|matures?|payable|redeem(?:able)?"
    r"|set\sfor|set\sto|(?:is|are|be)\sset|(?:is|are)\sto|to\sbe|to\stake|to\sbegin|to\sstart|deadline|anticipates?"
    r"|proposed|by\sthe\send|forthcoming|would|could|may"
)
_PAST = (
    r"said|was|were|had|did|has|have|met|made|took|went|held|began|came|fell|rose|told|gave|saw"
    r"|found|won|lost|left|led|sent|spent|sold|bought|broke|got|ran|wrote|flew|drew|grew|knew|threw"
    r"|spoke|stood|shot|sat|struck|fought|caught|taught|thought|brought|built|died|kept|felt|became"
    r"|been|since|ago|hit|cut|ended|last|earlier|quit"
    r"|(?-i:[a-z]{2,}(?<!ne)(?<!nit)(?<!hundr)(?<!inde)(?<!sp)(?<!f)ed)"
)
_MARK = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))\b", re.IGNORECASE)
_HAD_BEEN = re.compile(
    r"\bhad\s(?:\w+\s)?been\s(?:due|scheduled|slated|planned|expected|set)\b[^.;]*$", re.IGNORECASE
)
_STOP = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bGen)(?<!\bSen)(?<!\bRep)(?<!\bGov)"
    r"(?<!\.[A-Z])(?<!\b[A-Z])[.;!?]\s|\n|[“\"]\s?(?=[A-Z])"
)
_STOP_AFTER = re.compile(
    rf"{_STOP.pattern}|[”\"]|,?\s''"
)  # what follows words is about saying them


def tense_at(text: str, start: int, end: int) -> Tense:
    """Return the direction of the expression at `start` to `end` of `text`."""
    before = text[max(0, start - _REACH) : start]
    cut = 0
    for stop in _STOP.finditer(before):
        cut = stop.end()
    last = None
    for mark in _MARK.finditer(before, cut):
        last = mark
    if last is None:
        after = text[end : end + _REACH]
        stopped = _STOP_AFTER.search(after)
        last = _MARK.search(after, 0, stopped.start() + 1 if stopped else len(after))
    if last is None:
        return Tense.OPEN
    if last["future"] and _HAD_BEEN.search(text[max(0, start - _REACH) : start]):
        return Tense.PAST  # "had been scheduled to expire Friday"
    return Tense.FUTURE if last["future"] else Tense.PAST
