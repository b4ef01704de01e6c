"""How a statement must be handled, and what was let pass by somebody's word, as it is shown."""

from collections.abc import Iterable, Iterator

from servanda.core.handling.markings import PAP_ORDER, Handling
from servanda.interfaces.cli.output import shown_instant
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.ports.passages import PassageRecord


def handling_members(handling: Handling | None) -> dict[str, object] | None:
    """Return the handling for programs."""
    if handling is None:
        return None
    return {
        "marking": handling.marking,
        "use": handling.use,
        "codes": sorted(handling.codes),
        "pap": handling.pap,
    }


def codes_line(handling: Handling) -> Iterator[str]:
    """Yield the handling codes and the PAP for people, where there is more than the mildest."""
    codes = [word(one) for one in sorted(handling.codes)]
    if handling.pap != PAP_ORDER[0]:
        codes.append(word(f"pap_{handling.pap}"))
    if codes:
        yield text("  demanded besides: {codes}").format(codes=text(", ").join(codes))


def passage_members(passage: PassageRecord) -> dict[str, str]:
    """Return a passage for programs."""
    return {
        "door": passage.door,
        "marking": passage.marking,
        "use": passage.use,
        "reason": passage.reason,
        "at": shown_instant(passage.at),
    }


def handling_lines(handling: Handling | None, passages: Iterable[PassageRecord]) -> Iterator[str]:
    """Yield both for people."""
    if handling is not None:
        yield text("Handling, with all it answers: marking {marking}, use limit {use}").format(
            marking=word(handling.marking), use=word(handling.use)
        )
        yield from codes_line(handling)
    for one in passages:
        yield text("Let pass at {at} ({door}, {marking}): {reason}").format(
            at=shown_instant(one.at),
            door=word(one.door),
            marking=word(one.marking),
            reason=one.reason,
        )
