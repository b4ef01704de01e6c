"""What people read wherever clocks are shown while an accord is suspended."""

from servanda.core.identifiers import Origin, format_instant
from servanda.core.suspension.fold import Suspension
from servanda.interfaces.language import text
from servanda.interfaces.words import word


def suspension_words(own: Origin, suspension: Suspension, *, language: str | None = None) -> str:
    """Return that an accord is suspended, since when, by whom and why."""
    said = text(
        "{accord} with {party}: suspended by {by} since {since} ({ground}). Clocks run on.",
        language=language,
    )
    return said.format(
        accord=own.accord_name,
        party=own.to_party,
        by=suspension.by,
        since=format_instant(suspension.since),
        ground=word(suspension.ground, language=language),
    )
