"""What an accord's terms may not say at once, though each member fits by itself.

Two parties must not agree to terms that say two things, or that nobody can compute a clock from.
`terms_form` refuses what is found here; `servanda accord lint` shows all of it.

Source: docs/spec/accord-templates.md, "Terms".
"""

from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Sequence

from servanda.core.accords.scale import ON_EVERY_SCALE, Scale
from servanda.core.accords.terms import (
    ANY,
    Assessor,
    ClockRule,
    Commitment,
    Series,
    ServiceLevel,
    Stage,
    Terms,
)
from servanda.core.accords.terms_schema import ROLLING_UNITS
from servanda.core.envelope.ed25519_points import find_ed25519_fault
from servanda.core.envelope.notes import ED25519_PUBLIC_BYTES
from servanda.core.faults import Expected, Fault, Found, expect


def find_contradictions(terms: Terms) -> Iterator[Fault]:
    """Yield everything in `terms` that contradicts something else in them."""
    yield from _in_commitments(terms.commitments)
    yield from _in_clocks(terms.clocks)
    yield from _in_service_levels(terms.service_levels, kinds=terms.kinds)
    yield from _in_stages(terms.stages)
    yield from _in_series(terms.series)
    yield from _in_scale(terms.scale, languages=terms.commitments[0].text.keys())
    yield from _in_assessors(terms.assessors)
    days, longest_days = terms.preservation_days, terms.preservation_longest_days
    if longest_days < days:
        yield Fault("preservation_longest_days", expect(Expected.LEAST, least=days), longest_days)
    if terms.check_source and not terms.check_months:
        yield Fault(
            "check_source",
            expect(Expected.ONLY_WITH_MEMBER, member="check_months"),
            terms.check_source,
        )


def _in_commitments(commitments: Sequence[Commitment]) -> Iterator[Fault]:
    for index, repeated in _repeated(commitment.id for commitment in commitments):
        yield Fault(f"commitments[{index}].id", expect(Expected.EACH_ONCE), repeated)
    first = commitments[0].text.keys()
    for index, commitment in enumerate(commitments):
        path = f"commitments[{index}]"
        if commitment.text.keys() != first:
            yield Fault(
                f"{path}.text",
                expect(Expected.SAME_LANGUAGES, words=tuple(sorted(first))),
                sorted(commitment.text),
            )
        for language, passage in commitment.only.items():
            found = sorted(name for name, words in commitment.text.items() if passage in words)
            if found != [language]:
                yield Fault(
                    f"{path}.only.{language}",
                    expect(Expected.ONE_TEXT, language=language),
                    found or Found.NOTHING,
                )


def _in_clocks(clocks: Sequence[ClockRule]) -> Iterator[Fault]:
    requests = ["/".join((rule.name, rule.kind, rule.urgency, rule.access)) for rule in clocks]
    for index, named in _repeated(requests):
        yield Fault(f"clocks[{index}]", expect(Expected.ONE_RULE, words=named), 2)
    for index, rule in enumerate(clocks):
        yield from _in_counting(rule, path=f"clocks[{index}]")


def _in_counting(rule: ClockRule | Stage, *, path: str) -> Iterator[Fault]:
    if (rule.amount == 0) is not (rule.unit == "none"):
        yield Fault(f"{path}.amount", expect(Expected.ZERO_WITH_NONE), rule.amount)
    if rule.roll != "none" and rule.unit not in ROLLING_UNITS:
        yield Fault(f"{path}.roll", expect(Expected.NO_ROLL, unit=rule.unit), rule.roll)


def _in_service_levels(levels: Sequence[ServiceLevel], *, kinds: frozenset[str]) -> Iterator[Fault]:
    keys = [f"{level.kind}/{level.urgency}/{level.percent}" for level in levels]
    for index, named in _repeated(keys):
        yield Fault(f"service_levels[{index}]", expect(Expected.EACH_ONCE), named)
    for index, level in enumerate(levels):
        if level.kind != ANY and level.kind not in kinds:
            yield Fault(
                f"service_levels[{index}].kind",
                expect(Expected.CODE, words=tuple(sorted(kinds))),
                level.kind,
            )


def _in_stages(stages: Sequence[Stage]) -> Iterator[Fault]:
    for index, name in _repeated(stage.name for stage in stages):
        yield Fault(f"stages[{index}].name", expect(Expected.EACH_ONCE), name)
    for index, stage in enumerate(stages):
        path, before = f"stages[{index}]", [earlier.name for earlier in stages[:index]]
        if stage.start == "awareness" and stage.after:
            yield Fault(
                f"{path}.after",
                expect(Expected.ONLY_WITH, member="start", words=("stage",)),
                stage.after,
            )
        if stage.start == "stage" and stage.after not in before:
            yield Fault(
                f"{path}.after",
                expect(Expected.EARLIER_STAGE, name=stage.name),
                stage.after or Found.NOTHING,
            )
        yield from _in_counting(stage, path=path)


def _in_series(series: Sequence[Series]) -> Iterator[Fault]:
    for index, name in _repeated(one.name for one in series):
        yield Fault(f"series[{index}].name", expect(Expected.EACH_ONCE), name)
    # One that stands before it: so there is no circle, and a reader finds it above.
    for index, one in enumerate(series):
        if one.replaces and one.replaces not in {earlier.name for earlier in series[:index]}:
            expected = expect(Expected.NAMED_BEFORE, list="series")
            yield Fault(f"series[{index}].replaces", expected, one.replaces)


def _in_scale(scale: Scale, *, languages: Collection[str]) -> Iterator[Fault]:
    codes = [*sorted(ON_EVERY_SCALE), *(value.code for value in scale.values)]
    for index, code in _repeated(codes):
        place = f"scale.values[{index - len(ON_EVERY_SCALE)}].code"
        yield Fault(place, expect(Expected.EACH_ONCE), code)
    for index, value in enumerate(scale.values):
        # More languages than the commitments have do no harm; fewer leave a reader without words.
        if not value.title.keys() >= set(languages):
            yield Fault(
                f"scale.values[{index}].title",
                expect(Expected.SAME_LANGUAGES, words=tuple(sorted(languages))),
                sorted(value.title),
            )


def _in_assessors(assessors: Sequence[Assessor]) -> Iterator[Fault]:
    names = [one.name for one in assessors]
    if names != sorted(set(names)):
        yield Fault("assessors", expect(Expected.RISING), names)
    for index, one in enumerate(assessors):
        fault = find_ed25519_fault(b64decode(one.key))
        if fault is not None:  # by which anybody, or nobody, could sign
            yield Fault(
                f"assessors[{index}].key",
                expect(Expected.BASE64, length=ED25519_PUBLIC_BYTES),
                one.key,
            )


def _repeated(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield each name that was there before, with its place."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield index, name
        seen.add(name)
