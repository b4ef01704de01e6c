"""What `servanda evidence score` computes and prints; loads all that reads documents."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.evidence.score_sets import Part, parts_of
from servanda.interfaces.cli.evidence.score_tasks import TASKS, Figures, Task
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.progress import counting_bar
from servanda.interfaces.language import text
from servanda.store.home.layout import home_of_environment
from servanda.wiring import evidence_parser

PERMILLE = 1_000


def show_scores(data: Path, *, only: Sequence[str], all_parts: bool, as_json: bool) -> None:
    """Print the figures of every set that is there.

    Raises:
        InvalidInputError: There is no such task, no set at all, or a set cannot be read.
    """
    chosen = _chosen(only)
    wanted = [(task, part) for task in chosen for part in _parts(task, data, all_parts=all_parts)]
    if not wanted:
        folders = ", ".join(sorted({task.folder for task in chosen}))
        raise InvalidInputError(f"expected one of {folders} in {data}, found none")
    parser = evidence_parser(home_of_environment())
    rows = []
    for task, part in wanted:
        title = text("Scoring {task} on {part}").format(task=task.name, part=part.name)
        with counting_bar(title, total=None) as progress:
            try:
                figures = task.score(part, parser, progress)
            except (LookupError, ValueError, TypeError) as error:
                raise InvalidInputError(
                    f"expected a set for {task.name} in {part.gold}: {error!r:.200}"
                ) from error
        rows.append((task, part, figures))
    show(
        {
            "parser": None if parser is None else parser.name,
            "scores": [
                {"task": task.name, "set": part.name, **figures} for task, part, figures in rows
            ],
        },
        as_json=as_json,
        lines=_lines(rows),
    )


def _chosen(only: Sequence[str]) -> list[Task]:
    known = {task.name: task for task in TASKS}
    unknown = [name for name in only if name not in known]
    if unknown:
        raise InvalidInputError(
            f"--task: expected one of {', '.join(known)}, found {unknown[0]!r:.40}"
        )
    return [known[name] for name in known if not only or name in only]


def _parts(task: Task, data: Path, *, all_parts: bool) -> list[Part]:
    return parts_of(
        data,
        folder=task.folder,
        documents=task.documents,
        gold=task.gold,
        all_parts=all_parts,
    )


def _lines(rows: Sequence[tuple[Task, Part, Figures]]) -> Iterator[str]:
    heading = (text("task"), text("set"), text("figure"), text("value"))
    yield from table(
        heading,
        (
            (task.name, part.name, name, f"{value / PERMILLE:.3f}")
            for task, part, figures in rows
            for name, value in _shares(figures)
        ),
    )


def _shares(figures: Figures, before: str = "") -> Iterator[tuple[str, int]]:
    """Yield what is a share, with the way to it: `speaker.f1`."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from _shares(value, f"{before}{name}.")
        elif isinstance(value, int) and name.endswith("_permille"):
            yield f"{before}{name.removesuffix('_permille')}", value
