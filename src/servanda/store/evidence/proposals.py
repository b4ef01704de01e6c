"""What language models proposed: a file for each document, in the home.

Written whole, and read as bytes from a stranger: what is no proposal any more is as if it had never
been proposed, for nothing rests on it.

Source: docs/spec/evidence/proposals.md; docs/spec/names-and-layouts.md, Home.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from servanda.core.canonical import JsonValue, encode, parse
from servanda.core.errors import ServandaError
from servanda.evidence.proposals.proposal import Proposal, parse_proposal
from servanda.store.home.layout import FOLDER_MODE
from servanda.store.home.whole_file import write_whole
from servanda.usecases.ports.proposals import ProposalStore

MAX_PROPOSALS = 5_000  # about one document; nobody looks at more
MAX_FILE_BYTES = 64 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FolderProposals(ProposalStore):
    """Fills the port from one folder, which is made with the first proposal."""

    folder: Path

    @override
    def keep(self, document: str, proposals: Sequence[Proposal]) -> None:
        known = {one.key: one for one in self.of(document)}
        kept = known | {one.key: one for one in proposals}
        if kept.keys() == known.keys():
            return
        rows: list[JsonValue] = [one.as_json() for one in [*kept.values()][:MAX_PROPOSALS]]
        self.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        write_whole(self._place(document), encode({"proposals": rows}) + b"\n")

    @override
    def of(self, document: str) -> Sequence[Proposal]:
        found = (one for one in self._read(document) if one.statement.span.document == document)
        return sorted(found, key=lambda one: (one.statement.span, one.key))

    @override
    def named(self, key: str) -> Proposal | None:
        documents = sorted(place.stem for place in self.folder.glob("*.json"))
        return next(
            (one for document in documents for one in self.of(document) if one.key == key), None
        )

    def _read(self, document: str) -> Iterator[Proposal]:
        if not _DIGEST.fullmatch(document):
            return
        try:
            with self._place(document).open("rb") as file:
                value = parse(file.read(MAX_FILE_BYTES).rstrip(b"\n"))
        except (OSError, ServandaError):
            return
        rows = value.get("proposals") if isinstance(value, dict) else None
        for row in rows if isinstance(rows, list) else []:
            try:
                yield parse_proposal(row)
            except ServandaError:
                continue

    def _place(self, document: str) -> Path:
        return self.folder / f"{document}.json"
