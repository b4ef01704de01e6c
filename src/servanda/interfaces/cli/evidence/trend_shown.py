"""What `servanda evidence trend` computes and prints; loads scipy, so only when it is asked for."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.evidence.trend.rates import PERMILLE, Ratio
from servanda.evidence.trend.recorded import Recorded, Role, read_recorded
from servanda.evidence.trend.trend import Series, Window, doubts_of, look_at
from servanda.interfaces.cli.evidence.add import parse_day
from servanda.interfaces.cli.evidence.trend_sentence import sentence
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.language import text

MAX_FILE_BYTES = 64 << 20
DAYS_OF_YEAR = 365.25


def show_trend(file: Path, *, at: str, start: str, end: str, as_json: bool) -> None:
    """Print the trend of a file; the days are as typed, empty for the default."""
    recorded = read_recorded(_lines_of(file))
    window = _window(recorded, at=parse_day(at), start=parse_day(start), end=parse_day(end))
    series = look_at(recorded, window=window)
    doubts = doubts_of(series)
    said = sentence(series, doubts=doubts, at=window.at)
    result = {
        "from": window.start.isoformat(),
        "break": window.at.isoformat(),
        "until": window.end.isoformat(),
        "series": [_members(one) for one in series],
        "doubts": [doubt.value for doubt in doubts],
        "concludes": not doubts,
        "sentence": said,
    }
    show(result, as_json=as_json, lines=_lines(series, window=window, said=said))


def _lines_of(file: Path) -> Iterator[str]:
    try:
        data = file.read_bytes()
        if len(data) > MAX_FILE_BYTES:
            raise InvalidInputError(f"expected at most {MAX_FILE_BYTES} bytes, found {len(data)}")
        return iter(io.StringIO(data.decode("utf-8-sig"), newline=""))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"expected a CSV file in UTF-8: {error}") from error


def _window(
    recorded: Sequence[Recorded], *, at: date | None, start: date | None, end: date | None
) -> Window:
    """Return the window: by default from the first recorded year to the end of the last."""
    if at is None:
        raise InvalidInputError("expected a day with --break YYYY-MM-DD")
    first = min((one.started.earliest for one in recorded if one.started.earliest), default=at)
    last = max((one.started.latest for one in recorded if one.started.latest), default=at)
    window = Window(
        start=start or date(first.year, 1, 1), at=at, end=end or date(last.year + 1, 1, 1)
    )
    if not window.start + timedelta(days=1) <= window.at <= window.end - timedelta(days=1):
        raise InvalidInputError(
            f"expected a break between {window.start} and {window.end}, found {at}; "
            f"--from and --until set the window"
        )
    return window


def _members(series: Series) -> Mapping[str, object]:
    lag = series.lag
    return {
        "compilation": series.compilation,
        "role": series.role.value,
        "before": series.counts.before,
        "after": series.counts.after,
        "unplaced": series.unplaced,
        "days_before": series.counts.days_before,
        "days_after": series.counts.days_after,
        "ratio_permille": _ratio(series.ratio),
        "posterior_permille": _ratio(series.posterior),
        "placebo": {"as_low_or_lower": series.placebo_rank, "of": series.placebos},
        "power_for_halving_permille": series.power,
        "fell_before": series.before_fell,
        "lag": None
        if lag is None
        else {
            "count": lag.count,
            "months": dict(zip(("25", "50", "75", "90"), lag.quartiles, strict=True)),
            "not_yet_public_permille": lag.unseen,
        },
        "doubts": [doubt.value for doubt in series.doubts],
    }


def _ratio(ratio: Ratio) -> Mapping[str, int | None]:
    return {"value": ratio.value, "low": ratio.low, "high": ratio.high}


def _lines(series: Sequence[Series], *, window: Window, said: str) -> Iterator[str]:
    heading = (
        text("compilation"),
        text("role"),
        text("before, after"),
        text("a year"),
        text("ratio [95 %]"),
        text("placebo"),
        text("power"),
        text("not yet public"),
    )
    yield text("Incidents from {start} to {end}, before and after {at}").format(
        start=window.start, end=window.end, at=window.at
    )
    yield from table(heading, map(_row, series))
    yield ""
    yield said


def _row(series: Series) -> tuple[object, ...]:
    counts, ratio = series.counts, series.ratio
    years = counts.days_before / DAYS_OF_YEAR, counts.days_after / DAYS_OF_YEAR
    return (
        series.compilation,
        text("subject") if series.role is Role.SUBJECT else text("control"),
        f"{counts.before}, {counts.after}",
        f"{counts.before / years[0]:.1f}, {counts.after / years[1]:.1f}",
        f"{_shown(ratio.value)} [{_shown(ratio.low)}-{_shown(ratio.high)}]",
        text("{rank} of {of}").format(rank=series.placebo_rank, of=series.placebos),
        f"{series.power / 10:.0f} %",
        "-" if series.lag is None else f"{series.lag.unseen / 10:.0f} %",
    )


def _shown(permille: int | None) -> str:
    return "∞" if permille is None else f"{permille / PERMILLE:.2f}"
