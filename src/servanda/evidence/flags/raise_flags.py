"""All flags of a corpus, in the order of the registry and of their places.

Source: docs/spec/evidence/flags.md.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.decisions.standing import Standing
from servanda.evidence.events.event import Event
from servanda.evidence.flags.flag import Flag, FlagState
from servanda.evidence.flags.material import Material, Raised, material_of
from servanda.evidence.flags.registry import FLAGS
from servanda.evidence.origins.group import Origins
from servanda.evidence.origins.propositions import Propositions
from servanda.evidence.rules import how
from servanda.evidence.spans import Span


def raise_flags(
    corpus: Corpus,
    *,
    origins: Origins,
    events: Sequence[Event],
    propositions: Propositions,
) -> tuple[Flag, ...]:
    """Return all flags; one that a person rejected is closed, and listed as closed.

    The order of documents does not matter. A flag that rested on a voice, a name or a merge that
    people put right is not raised any more, for its reason is gone.
    """
    material = material_of(corpus, origins, events, propositions)
    found: list[Flag] = []
    for name, kind in FLAGS.items():
        for one in sorted(kind.rule(material), key=lambda each: each.sides):
            flag = Flag(
                kind=name,
                sides=one.sides,
                statements=_statements(one, material),
                parameters=tuple(sorted(one.parameters.items())),
                severity=kind.severity,
                how=how(f"flag.{name}", kind.version),
            )
            joined = _joined(flag, found[-1]) if found and found[-1].key == flag.key else flag
            if joined is not flag:
                found.pop()
            found.append(_judged(joined, corpus.standing))
    return tuple(found)


def _joined(flag: Flag, before: Flag) -> Flag:
    """Return one flag of two that a decision could not tell apart: with the places of both."""
    return replace(
        before,
        sides=tuple(
            tuple(sorted({*one, *other}))
            for one, other in zip_longest(before.sides, flag.sides, fillvalue=())
        ),
        statements=tuple(sorted({*before.statements, *flag.statements})),
    )


def _statements(raised: Raised, material: Material) -> tuple[Span, ...]:
    if raised.statements is not None:
        return raised.statements
    return material.touched([span for side in raised.sides for span in side])


def _judged(flag: Flag, standing: Standing) -> Flag:
    if standing.is_rejected(flag.key):
        return replace(flag, state=FlagState.CLOSED)
    if standing.is_confirmed(flag.key):
        return replace(flag, state=FlagState.CONFIRMED)
    return flag
