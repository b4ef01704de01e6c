"""Walk through a list part by part: nothing is skipped and nothing comes twice.

The order is by what never changes about an item, and a part begins after the last item of the one
before. So whatever is there when a walk begins comes once, also if it is changed meanwhile; what
is added during the walk comes at most once in it. What was changed or added since is found by the
next walk, with `updated_since`.

Source: docs/reference/api.md, "Walking through a list".
"""

from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field

from servanda.core.identifiers import format_instant
from servanda.interfaces.api.forms import InstantText

_AFTER = r"^[0-9a-f]{1,10}\.[0-9a-f]{64}$"
# A writer takes its time from the clock before its transaction ends. So a walk that begins while
# one is under way asks again for the last minute: no transaction lasts that long.
OVERLAP: Final = timedelta(minutes=1)

After = Annotated[
    str, Field(pattern=_AFTER, max_length=75, description="`next` of the part before.")
]


def read_after(text: str | None) -> tuple[int, bytes] | None:
    """Return the place that `text`, of the form above, names."""
    if text is None:
        return None
    number, _, digits = text.partition(".")
    return int(number, 16), bytes.fromhex(digits)


def write_after(number: int, name: bytes) -> str:
    """Return a place as `next` has it."""
    return f"{number:x}.{name.hex()}"


def next_since(now: datetime) -> InstantText:
    """Return from when the next walk has to ask, to miss nothing."""
    return format_instant(now - OVERLAP)
