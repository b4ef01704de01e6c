"""A form as it comes from a browser: what was typed into it, and which of its buttons was pressed.

Only what the form has is taken; whatever else is sent is left out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict

from servanda.core.accords.terms import Terms
from servanda.core.casework.case import Case
from servanda.core.forms.inputs import Input, Kind, inputs_of
from servanda.core.forms.moves import Move
from servanda.usecases.casework.write_statement import GROWING, form_source
from servanda.usecases.people.worksheets import Sheet

SAVE: Final = "save"
CHECK: Final = "check"
MORE: Final = "more"

_REVISION = re.compile(r"[0-9]{1,9}")
_TICKET = re.compile(r"[0-9a-f]{32}")
_MAX_CHOSEN = 100  # of one list of codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form that was sent.

    Attributes:
        sheet: What it holds, over the revision that it was shown with.
        button: Which was pressed.
    """

    sheet: Sheet
    button: str


def is_ticket(value: str) -> bool:
    """Return whether `value` can name a worksheet."""
    return _TICKET.fullmatch(value) is not None


def read_sent(
    post: QueryDict, sheet: Sheet, *, move: Move, case: Case | None, terms: Terms
) -> Sent:
    """Return what a form holds.

    Args:
        post: As it came; nothing in it is trusted.
        sheet: What the form was shown for; its ticket is that of the form.
        move: Which form it is.
        case: What it is about.
        terms: Of the accord in force.
    """
    rows = _rows(post)
    grown = post.get(MORE, "")
    shown = replace(sheet, rows=rows)
    source = form_source(shown, move, case=case, terms=terms)
    typed = {
        one.path: values for one in inputs_of(move, source) if any(values := _values(post, one))
    }
    if grown in GROWING:
        rows = {**rows, grown: min(rows.get(grown, 1) + 1, GROWING[grown])}
    revision = post.get("revision", "")
    return Sent(
        sheet=replace(
            sheet,
            typed=typed,
            rows=rows,
            revision=int(revision) if _REVISION.fullmatch(revision) else 0,
        ),
        button=MORE if grown in GROWING else CHECK if CHECK in post else SAVE,
    )


def _rows(post: QueryDict) -> Mapping[str, int]:
    found = {}
    for path, most in GROWING.items():
        said = post.get(f"rows:{path}", "")
        if _REVISION.fullmatch(said):
            found[path] = min(max(int(said), 1), most)
    return found


def _values(post: QueryDict, one: Input) -> Sequence[str]:
    values = [value for value in post.getlist(one.path) if value]
    return tuple(values[: _MAX_CHOSEN if one.kind is Kind.CHOICES else 1])
