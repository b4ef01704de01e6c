"""Calls of every operation with something that has its form."""

import re
from typing import Any, Final

from django.http import HttpResponse

from tests.interfaces.api.programs import Program

ABSENT: Final = "sha256:" + "0" * 64
# What stands in a path for each of its parameters.
NAMED: Final[dict[str, str]] = {"leaf": ABSENT, "ticket": "no-such-ticket", "digest": ABSENT}
# Bodies that have the form; what they say need not make sense.
SAID: Final[dict[str, Any]] = {
    "/requests/{leaf}/statements": {"type": "response", "facts": {}},
    "/information/{leaf}/statements": {"type": "feedback", "facts": {}},
    "/review/cuts": {"until": "2026-01-01T00:00:00Z"},
    "/review/signatures": {"cut": ABSENT},
}
USUAL: Final[dict[str, Any]] = {"facts": {}}


def call(program: Program, method: str, path: str) -> HttpResponse:
    """Call an operation."""
    filled = re.sub(r"\{(\w+)\}", lambda found: NAMED[found.group(1)], path)
    if method == "get":
        return program.get(filled)
    if path == "/attachments":
        return program.post(f"{filled}?name=a.txt", b"content", media="application/octet-stream")
    return program.post(filled, SAID.get(path, USUAL))
