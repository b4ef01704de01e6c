"""`servanda verify` of a snapshot of a brief: who signed it, and that nothing in it was altered.

Needs nothing but the core, as the check of a bundle.

Source: docs/spec/brief.md, "Snapshots"; docs/reference/cli.md.
"""

from collections.abc import Mapping
from pathlib import Path

from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import format_instant
from servanda.core.keys.card import twelve_words
from servanda.core.snapshot.snapshot import (
    MAX_SNAPSHOT_BYTES,
    InvalidSnapshotError,
    VerifiedSnapshot,
    verify_snapshot,
)
from servanda.core.verifier.cards import Anchors
from servanda.interfaces.cli.output import DONE, REFUSED, to_json
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import text


def is_snapshot(place: Path) -> bool:
    """Return whether a file is to be checked as a snapshot: a bundle begins as a zip file does."""
    try:
        with place.open("rb") as file:
            return file.read(1) == b"{"
    except OSError:
        return False  # the bundle's reader says what is wrong with it


def show_snapshot(place: Path, *, anchors: Anchors, listing: Path | None, as_json: bool) -> int:
    """Check the snapshot in a file, print what was found, and return the exit code.

    Raises:
        InvalidInputError: It cannot be read, or a bundle's options were given.
    """
    for option, value in (("--accord", anchors.accord), ("--listing", listing)):
        if value is not None:
            raise InvalidInputError(Fault(option, expect(Expected.NO_MEMBER), str(value)))
    try:
        snapshot = verify_snapshot(_read(place))
        is_anchored = _is_anchored(snapshot, anchors)
    except CounterpartError as error:
        if not as_json:
            _print(text("NOT VERIFIED: {reason}").format(reason=error))
        _print(to_json({"snapshot": "wrong", "anchored": False, "first_wrong": str(error)}))
        return REFUSED
    if not as_json:
        for line in _lines(snapshot, is_anchored=is_anchored):
            _print(line)
    _print(to_json(_members(snapshot, is_anchored=is_anchored)))
    return DONE


def _read(place: Path) -> bytes:
    try:
        with place.open("rb") as file:
            return file.read(MAX_SNAPSHOT_BYTES + 1)
    except OSError as error:
        raise InvalidInputError(unreadable(place, error)) from error


def _is_anchored(snapshot: VerifiedSnapshot, anchors: Anchors) -> bool:
    """Return whether the reader's words vouch for the signer."""
    words = twelve_words(snapshot.card)
    for party, heard in anchors.words.items():
        if party != snapshot.party:
            expected = expect(Expected.EXACTLY, value=snapshot.party)
            raise InvalidSnapshotError(Fault("--words", expected, party))
        if heard != words:
            expected = expect(Expected.EXACTLY, value=" ".join(words))
            raise InvalidSnapshotError(Fault("--words", expected, " ".join(heard)))
    return bool(anchors.words)


def _lines(snapshot: VerifiedSnapshot, *, is_anchored: bool) -> list[str]:
    when = format_instant(snapshot.frozen_at)
    if is_anchored:
        line = text(
            "Verified: a snapshot of {time}, signed by {party}, whose keys you vouched for."
        )
        return [line.format(time=when, party=snapshot.party)]
    line = text("A snapshot of {time}, signed by {party}. Compare these words with {party}:")
    return [
        line.format(time=when, party=snapshot.party),
        f"  {' '.join(twelve_words(snapshot.card))}",
    ]


def _members(snapshot: VerifiedSnapshot, *, is_anchored: bool) -> Mapping[str, object]:
    return {
        "anchored": is_anchored,
        "first_wrong": None,
        "frozen_at": format_instant(snapshot.frozen_at),
        "signed_by": snapshot.party,
        "snapshot": "ok",
        "stands_on": snapshot.parts["stands_on"],
    }


def _print(line: str) -> None:
    # What others wrote may stand in it, and must not move the reader's cursor.
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
    print(shown)  # noqa: T201 - the result of the verb
