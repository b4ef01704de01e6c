"""Freeze a brief as a signed snapshot, and set one again: the other half of `servanda brief`.

Source: docs/spec/brief.md, "Snapshots".
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import digest_of, format_instant, parse_party
from servanda.core.keys.card import twelve_words
from servanda.core.snapshot.snapshot import (
    MAX_SNAPSHOT_BYTES,
    VerifiedSnapshot,
    verify_snapshot,
)
from servanda.documents.brief.changes import with_changes
from servanda.documents.brief.content import Brief
from servanda.documents.brief.freezing import frozen_briefs, snapshot_parts
from servanda.documents.brief.matters import BriefMatters
from servanda.interfaces.cli.new_files import write_new
from servanda.interfaces.cli.recorded_dialogue import Told
from servanda.interfaces.cli.session import services
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import text
from servanda.usecases.dialogue.freeze_brief import freeze_brief, heads_of
from servanda.usecases.services import require_pair

Freeze = Annotated[
    Path | None,
    typer.Option(
        "--freeze", metavar="SNAPSHOT", help=text("Write it to this new file as a signed snapshot.")
    ),
]
From = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar="SNAPSHOT", help=text("Set a snapshot again, to the same bytes.")
    ),
]
Last = Annotated[
    Path | None,
    typer.Option(
        "--last", metavar="SNAPSHOT", help=text("Tell in an annex what changed since this one.")
    ),
]


def heads_now(*, to: str | None, accord_name: str | None) -> JsonObject:
    """Return the heads of the logs that a brief made after this call stands on."""
    ports = services()
    counterpart = None if to is None else parse_party(to)
    pair = require_pair(ports, counterpart=counterpart, accord_name=accord_name)
    return heads_of(pair, services=ports)


def freeze(
    file: Path,
    briefs: Sequence[Brief],
    *,
    told: Told,
    matters: BriefMatters | None,
    heads: JsonObject,
) -> Mapping[str, object]:
    """Write the snapshot of a brief to a new file; return what is said of it.

    Args:
        file: The new file.
        briefs: The brief in every language.
        told: The dialogue it tells of.
        matters: What it tells beside that.
        heads: Of the logs before the brief was made; what a brief of a file has none of.

    Raises:
        MisconfiguredError: There is no node, whose key could sign it.
    """
    stands_on = {"file": told.digest} if told.own is None else {**heads, **_figures(matters)}
    made = freeze_brief(snapshot_parts(briefs, stands_on), services=services())
    write_new(file, made)
    return {"snapshot": str(file), "snapshot_sha256": digest_of(made), "stands_on": stands_on}


def _figures(matters: BriefMatters | None) -> JsonObject:
    review = None if matters is None else matters.review
    findings = None if matters is None else matters.findings_digest
    return {
        "cut": None if review is None else review.cut,
        "figures": None if review is None else review.digest,
        "findings": findings,
    }


def read_snapshot(file: Path) -> VerifiedSnapshot:
    """Return the snapshot in `file`, every byte of it checked.

    Raises:
        InvalidInputError: It cannot be read.
        InvalidSnapshotError: It is none, or was altered.
    """
    return verify_snapshot(_read(file))


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(MAX_SNAPSHOT_BYTES + 1)
    except OSError as error:
        raise InvalidInputError(unreadable(file, error)) from error


def briefs_in(snapshot: VerifiedSnapshot, languages: Sequence[str]) -> Sequence[Brief]:
    """Return the briefs of a snapshot in these languages.

    Raises:
        InvalidInputError: It has none in one of them.
    """
    held = frozen_briefs(snapshot)
    for one in languages:
        if one not in held:
            expected = expect(Expected.CODE, words=tuple(held))
            raise InvalidInputError(Fault("--lang", expected, one))
    return [held[one] for one in languages]


def since_last(file: Path, briefs: Sequence[Brief]) -> Sequence[Brief]:
    """Return briefs with an annex of what changed since the one frozen in `file`.

    Raises:
        InvalidInputError: It is of another edition, or of other parties; or the edition has no
            annexes.
    """
    data = _read(file)
    last = briefs_in(verify_snapshot(data), [one.language for one in briefs])
    for before, now in zip(last, briefs, strict=True):
        for found, expected in ((before.edition, now.edition), (before.parties, now.parties)):
            if found != expected:
                words = expect(Expected.EXACTLY, value=str(expected))
                raise InvalidInputError(Fault("--last", words, str(found)))
        if now.edition is Edition.PUBLIC:
            words = expect(Expected.CODE, words=(Edition.PARTY, Edition.JOINT))
            raise InvalidInputError(Fault("--edition", words, now.edition))
    return [
        with_changes(now, before, snapshot=digest_of(data))
        for now, before in zip(briefs, last, strict=True)
    ]


def signed_by(snapshot: VerifiedSnapshot) -> Mapping[str, object]:
    """Return who signed a snapshot and when, with the words that vouch for it."""
    return {
        "signed_by": snapshot.party,
        "frozen_at": format_instant(snapshot.frozen_at),
        "words": " ".join(twelve_words(snapshot.card)),
        "stands_on": snapshot.parts["stands_on"],
    }


def signed_lines(snapshot: VerifiedSnapshot) -> Sequence[str]:
    """Return the same for a person."""
    return [
        text("A snapshot of {time}, signed by {party}. Compare these words with {party}:").format(
            time=format_instant(snapshot.frozen_at), party=snapshot.party
        ),
        f"  {' '.join(twelve_words(snapshot.card))}",
    ]
