"""Prediction rows for the scorer of time expressions.

Source: docs/reference/evidence-accuracy.md, "Times".
"""

from collections.abc import Iterator, Mapping, Sequence

from servanda.evidence.times.time import Time

Row = Mapping[str, str | int | None]


def time_rows(name: str, times: Sequence[Time]) -> Iterator[Row]:
    """Yield one row for each expression that is evidence, with value and days."""
    for time in times:
        if not time.is_evidence:
            continue
        yield {
            "doc": name,
            "start": time.span.start,
            "end": time.span.end,
            "type": time.type.value,
            "value": time.value,
            **time.days.as_json(),
        }
