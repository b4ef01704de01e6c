"""`servanda evidence trend`: recorded incidents before and after a day.

Prints for each compilation what was counted and how sure it is, and one sentence that declines to
conclude wherever the data cannot carry a conclusion. Needs no home.
"""

from pathlib import Path
from typing import Annotated

import typer

from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.language import text

File = Annotated[Path, typer.Argument(metavar="FILE", help=text("CSV of recorded incidents."))]
Break = Annotated[
    str, typer.Option("--break", metavar="YYYY-MM-DD", help=text("The day to look at."))
]
From = Annotated[
    str, typer.Option("--from", metavar="YYYY-MM-DD", help=text("First day of the window."))
]
Until = Annotated[
    str, typer.Option("--until", metavar="YYYY-MM-DD", help=text("Day after the window."))
]


def trend(
    file: File, break_: Break, from_: From = "", until: Until = "", as_json: AsJson = False
) -> None:
    """Print the trend of a file."""
    # scipy takes a third of a second to load, and no other verb needs it.
    from servanda.interfaces.cli.evidence.trend_shown import show_trend  # noqa: PLC0415 - above

    show_trend(file, at=break_, start=from_, end=until, as_json=as_json)
