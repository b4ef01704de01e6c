"""Bars that grow while bytes pass or work is done: on a terminal alone, never into the output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from servanda.usecases.ports.attachments import Progress


@contextmanager
def progress_bar(title: str, *, total: int | None) -> Iterator[Progress]:
    """Return a context whose value is told how many more bytes are done.

    Args:
        title: What is being done, for people.
        total: Bytes in all; None if nobody knows.
    """
    if not sys.stderr.isatty():
        yield _nobody
        return
    # Rich takes a tenth of a second to load, and a script has no use for it.
    from rich import progress as bars  # noqa: PLC0415 - see above
    from rich.console import Console  # noqa: PLC0415 - see above

    columns = (
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(),
        bars.DownloadColumn(binary_units=True),
        bars.TransferSpeedColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.advance(task, done)


@contextmanager
def counting_bar(title: str, *, total: int | None) -> Iterator[Progress]:
    """Return a context whose value is told how many more pieces of work are done.

    Args:
        title: What is counted, for people.
        total: Pieces in all; None if nobody knows.
    """
    if not sys.stderr.isatty():
        yield _nobody
        return
    from rich import progress as bars  # noqa: PLC0415 - as above
    from rich.console import Console  # noqa: PLC0415 - as above

    columns = (
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.advance(task, done)


def _nobody(_done: int) -> None:
    """Show nothing."""
