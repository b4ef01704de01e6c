"""Say what was suspended in the period of a bundle, from its leaves alone.

Source: docs/spec/bundle.md, "What `verify` says"; docs/spec/suspension.md.
"""

from collections.abc import Iterator
from datetime import timedelta

from servanda.core.exchange.cut import CutContents
from servanda.core.identifiers import format_instant
from servanda.core.suspension.fold import Suspension, Suspensions, SuspensionState
from servanda.core.verifier.findings import Finding

_DAY = timedelta(days=1)


def suspension_findings(found: Suspensions, contents: CutContents) -> Iterator[Finding]:
    """Yield the days on which the accord was suspended, and what is suspended at the cut."""
    suspended = found.duration(since=contents.from_, until=contents.until)
    if suspended:
        yield Finding(code="suspended_days", values={"days": suspended // _DAY})
    for one in found.standing:
        yield _finding(one)


def _finding(one: Suspension) -> Finding:
    step = "left" if one.state is SuspensionState.LEFT else "suspended"
    named = {"name": one.name} if one.name else {}
    values = {"party": one.by, "since": format_instant(one.since), "ground": one.ground, **named}
    return Finding(code=f"{one.scope}_{step}", values=values)
