"""What an accord's terms may not say at once, though each member fits by itself.

Two parties must not agree to terms that say two things, or that nobody can compute a clock from.
`terms_form` refuses what is found here; `servanda accord lint` shows all of it.

Source: docs/spec/accord-templates.md, "Terms".
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from servanda.core.accords.terms import (
    ANY,
    ClockRule,
    Commitment,
    Series,
    ServiceLevel,
    Stage,
    Terms,
)
from servanda.core.accords.terms_schema import ROLLING_UNITS


class Contradiction(NamedTuple):
    """Two things that cannot both hold.

    Attributes:
        path: The member of the terms that is wrong, such as `clocks[2]`.
        problem: What was expected and what was found.
    """

    path: str
    problem: str


def find_contradictions(terms: Terms) -> Iterator[Contradiction]:
    """Yield everything in `terms` that contradicts something else in them."""
    yield from _in_commitments(terms.commitments)
    yield from _in_clocks(terms.clocks)
    yield from _in_service_levels(terms.service_levels, kinds=terms.kinds)
    yield from _in_stages(terms.stages)
    yield from _in_series(terms.series)
    days, longest_days = terms.preservation_days, terms.preservation_longest_days
    if longest_days < days:
        yield Contradiction(
            "preservation_longest_days", f"expected at least {days}, found {longest_days}"
        )
    if terms.check_source and not terms.check_months:
        yield Contradiction("check_source", "expected only with check_months")


def _in_commitments(commitments: Sequence[Commitment]) -> Iterator[Contradiction]:
    for index, repeated in _repeated(commitment.id for commitment in commitments):
        yield Contradiction(f"commitments[{index}]", f"expected {repeated} once, found twice")
    first = commitments[0].text.keys()
    for index, commitment in enumerate(commitments):
        path = f"commitments[{index}]"
        if commitment.text.keys() != first:
            yield Contradiction(
                f"{path}.text",
                f"expected {commitment.id} in {', '.join(sorted(first))} as the first one, "
                f"found {', '.join(sorted(commitment.text))}",
            )
        for language, passage in commitment.only.items():
            found = sorted(name for name, words in commitment.text.items() if passage in words)
            if found != [language]:
                yield Contradiction(
                    f"{path}.only.{language}",
                    f"expected a passage of the text in {language} alone, found it in "
                    f"{', '.join(found) or 'none'}",
                )


def _in_clocks(clocks: Sequence[ClockRule]) -> Iterator[Contradiction]:
    requests = ["/".join((rule.name, rule.kind, rule.urgency, rule.access)) for rule in clocks]
    for index, named in _repeated(requests):
        yield Contradiction(f"clocks[{index}]", f"expected one rule for {named}, found two")
    for index, rule in enumerate(clocks):
        yield from _in_counting(rule, path=f"clocks[{index}]", named=requests[index])


def _in_counting(rule: ClockRule | Stage, *, path: str, named: str) -> Iterator[Contradiction]:
    if (rule.amount == 0) is not (rule.unit == "none"):
        yield Contradiction(
            f"{path}.amount", f"expected 0 exactly with unit none for {named}, found {rule.amount}"
        )
    if rule.roll != "none" and rule.unit not in ROLLING_UNITS:
        yield Contradiction(f"{path}.roll", f"expected no roll for {named}, counted in {rule.unit}")


def _in_service_levels(
    levels: Sequence[ServiceLevel], *, kinds: frozenset[str]
) -> Iterator[Contradiction]:
    keys = [f"{level.kind}/{level.urgency} at {level.percent} %" for level in levels]
    for index, named in _repeated(keys):
        yield Contradiction(f"service_levels[{index}]", f"expected {named} once, found twice")
    for index, level in enumerate(levels):
        if level.kind != ANY and level.kind not in kinds:
            yield Contradiction(
                f"service_levels[{index}].kind",
                f"expected one of kinds, {', '.join(sorted(kinds))}, found {level.kind}",
            )


def _in_stages(stages: Sequence[Stage]) -> Iterator[Contradiction]:
    for index, name in _repeated(stage.name for stage in stages):
        yield Contradiction(f"stages[{index}].name", f"expected {name} once, found twice")
    for index, stage in enumerate(stages):
        path, before = f"stages[{index}]", [earlier.name for earlier in stages[:index]]
        if stage.start == "awareness" and stage.after:
            yield Contradiction(f"{path}.after", "expected only with start stage")
        if stage.start == "stage" and stage.after not in before:
            yield Contradiction(
                f"{path}.after",
                f"expected a stage that stands before {stage.name}, "
                f"{', '.join(before) or 'of which there is none'}, found {stage.after or 'none'}",
            )
        yield from _in_counting(stage, path=path, named=stage.name)


def _in_series(series: Sequence[Series]) -> Iterator[Contradiction]:
    for index, name in _repeated(one.name for one in series):
        yield Contradiction(f"series[{index}].name", f"expected {name} once, found twice")


def _repeated(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield each name that was there before, with its place."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield index, name
        seen.add(name)
