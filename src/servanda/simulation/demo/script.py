"""What the demonstration says, and when.

Instants are counted back from the day the demonstration was begun, so the story always ends
today. The statements themselves are data (`data/scenarios/first-year/`).

Source: docs/decisions/0010-the-demo-plays-public-verbs.md.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from servanda.core.identifiers import format_instant

PARTY_NAMES = {"northmark": "northmark.example", "southmere": "southmere.example"}
ACCORD_NAME = "northmark-southmere"
TEMPLATE = "us-china-2015"
# First what carriers and faults are shown with, then what cases are made of.
STATEMENT_FILES = ("statements.json", "casework.json", "hotline.json")
ATTACHMENT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When each act begins.

    Attributes:
        today: Midnight UTC of the day the demonstration was begun.
    """

    today: datetime

    @classmethod
    def ending(cls, now: datetime) -> "Schedule":
        """Return the schedule of a story that ends on the day of `now`."""
        return cls(today=now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))

    def instant(self, *, days_ago: int, hour: int = 0, minute: int = 0) -> str:
        """Return an instant of the story, as written in statements."""
        moment = self.today - timedelta(days=days_ago) + timedelta(hours=hour, minutes=minute)
        return format_instant(moment)


def write_statements(folder: Path) -> None:
    """Write facts and body of every statement of the story as files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, statement in scenario().items():
        for part in ("facts", "body"):
            if part in statement:
                file = folder / f"{name}.{part}.json"
                file.write_text(
                    json.dumps(statement[part], indent=1, ensure_ascii=False), encoding="utf-8"
                )


def scenario() -> dict[str, dict[str, Any]]:
    """Return every statement of the story, by its name."""
    folder = files("servanda.data") / "scenarios" / "first-year"
    told: dict[str, dict[str, Any]] = {}
    for name in STATEMENT_FILES:
        told |= json.loads((folder / name).read_text(encoding="utf-8"))
    return told


def write_attachment(file: Path) -> None:
    """Write a file of `ATTACHMENT_BYTES` that is large, and the same on every machine."""
    line = b"2026-01-05T21:14:07Z flow 198.51.100.7:443 -> 203.0.113.9:51514 bytes 1460\n"
    with file.open("wb") as target:
        written = 0
        while written < ATTACHMENT_BYTES:
            block = (line * 1024)[: ATTACHMENT_BYTES - written]
            target.write(block)
            written += len(block)
