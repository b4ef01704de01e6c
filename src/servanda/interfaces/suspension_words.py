"""A suspended accord, or a part of it, as people read it beside clocks, and as programs get it."""

from collections.abc import Mapping

from servanda.core.identifiers import Origin, format_instant
from servanda.core.suspension.fold import CHANNEL, SERIES, Suspension, SuspensionState
from servanda.interfaces.language import text
from servanda.interfaces.words import word

_LEAF_SHOWN = 19  # characters of a leaf hash by which a contact is shown in lists


def suspension_words(own: Origin, suspension: Suspension, *, language: str | None = None) -> str:
    """Return that something is suspended or left, since when, by whom and why."""
    return _template(suspension, language=language).format(
        accord=own.accord_name,
        party=own.to_party,
        name=suspension.name[:_LEAF_SHOWN] if suspension.scope == CHANNEL else suspension.name,
        by=suspension.by,
        since=format_instant(suspension.since),
        ground=word(suspension.ground, language=language),
    )


def suspension_members(one: Suspension) -> Mapping[str, object]:
    """Return a suspension as programs get it."""
    return {
        "leaf": one.leaf,
        "by": one.by,
        "scope": one.scope,
        "name": one.name or None,
        "ground": one.ground,
        "until": None if one.until is None else one.until.isoformat(),
        "since": one.since,
        "state": one.state,
        "ended_at": one.ended_at,
    }


def _template(suspension: Suspension, *, language: str | None) -> str:
    has_left = suspension.state is SuspensionState.LEFT
    if suspension.scope == SERIES:
        if has_left:
            return text(
                "{accord} with {party}: {by} has left the series {name} since {since} ({ground}). "
                "Its days run on.",
                language=language,
            )
        return text(
            "{accord} with {party}: the series {name} is suspended by {by} since {since} "
            "({ground}). Its days run on.",
            language=language,
        )
    if suspension.scope == CHANNEL:
        if has_left:
            return text(
                "{accord} with {party}: {by} has left the channel {name} since {since} "
                "({ground}). It receives and is not asked.",
                language=language,
            )
        return text(
            "{accord} with {party}: the channel {name} is suspended by {by} since {since} "
            "({ground}). It receives and is not asked.",
            language=language,
        )
    if has_left:
        return text(
            "{accord} with {party}: left by {by} since {since} ({ground}). Clocks run on.",
            language=language,
        )
    return text(
        "{accord} with {party}: suspended by {by} since {since} ({ground}). Clocks run on.",
        language=language,
    )
