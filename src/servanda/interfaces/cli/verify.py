"""`servanda verify`: check a bundle from end to end, or a snapshot, with nothing but the core.

It has a parser of its own, of Python's library: an auditor installs the core alone, where
neither Typer nor Django is.

Source: docs/spec/bundle.md; docs/reference/cli.md.
"""

import argparse
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

from typing_extensions import override

from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import PartyId, parse_digest, parse_party
from servanda.core.keys.card import WORDS
from servanda.core.review.figures import compute_figures
from servanda.core.review.listing import encode_listing
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.findings import Finding, describe_finding
from servanda.core.verifier.verify import Verification, verify_bundle
from servanda.interfaces.cli.bundle_file import open_bundle
from servanda.interfaces.cli.output import DONE, REFUSED, to_json
from servanda.interfaces.cli.verify_snapshot import is_snapshot, show_snapshot
from servanda.interfaces.cli.wrong_use import WrongUseError, show_usage, wrong_call
from servanda.interfaces.collector import no_collecting
from servanda.interfaces.language import LANGUAGES, current_language, text

Task = TypeVar("Task")
Done = TypeVar("Done")

# Of what was checked, said without being asked for a certificate: who stands behind the figures.
# All that could not be checked is always said.
_SUMMARISED = frozenset(("cut_receipted", "review", "review_stated"))

# Said before all else: that the affair is none.
_NOTICES = frozenset(("demonstration", "exercise"))

_AHEAD = 4  # tiles opened before they are needed, for each thread
_BAR_WIDTH = 40

# A thread back from checking a signature needs the interpreter for microseconds; by default it
# would wait for it as long as fifty signatures take.
_SWITCH_SECONDS = 0.0001


def main(arguments: Sequence[str]) -> int:
    """Run the verb and return the exit code.

    Raises:
        InvalidInputError: It cannot be called so, or no bundle can be read there.
    """
    given = _parser().parse_args(arguments)
    anchors = _anchors(given.accord, given.words or [])
    if is_snapshot(given.bundle):
        return show_snapshot(
            given.bundle, anchors=anchors, listing=given.listing, as_json=given.as_json
        )
    try:
        verification = _verify(given.bundle, anchors, listing=given.listing)
    except CounterpartError as error:  # a bundle has no other author than the parties
        if not given.as_json:
            _print(text("NOT VERIFIED: {reason}").format(reason=error))
        _print(to_json(_refused(error)))
        return REFUSED
    if not given.as_json:
        for line in _report(verification, has_certificate=given.certificate):
            _print(line)
    _print(to_json(_verified(verification)))
    return DONE


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call as every other verb does; the parsers below it as well."""

    @override
    def error(self, message: str) -> NoReturn:
        show_usage(" ".join(self.format_usage().split()[1:]))
        raise WrongUseError(wrong_call("servanda verify", [message]))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="servanda", description=text("Verify a bundle, offline, trusting nobody.")
    )
    verb = parser.add_subparsers(required=True, metavar="verify").add_parser(
        "verify", description=text("Verify a bundle, offline, trusting nobody.")
    )
    verb.add_argument(
        "bundle",
        type=Path,
        help=text(
            "The bundle: a zip file, or the folder it was unpacked into. Or a snapshot of a brief."
        ),
    )
    verb.add_argument("--accord", help=text("Id of the accord, from the parties or a court."))
    verb.add_argument(
        "--words",
        action="append",
        metavar="'PARTY WORDS'",
        help=text("A party and its twelve words, from the party; once for each party."),
    )
    verb.add_argument(
        "--certificate",
        action="store_true",
        help=text("Say in plain words what was checked, and what could not be."),
    )
    verb.add_argument(
        "--listing",
        type=Path,
        metavar="FILE",
        help=text("Write every statement behind every number to this file."),
    )
    verb.add_argument(
        "--json",
        dest="as_json",
        action="store_true",
        help=text("Print the result as one JSON object."),
    )
    return parser


def _anchors(accord: str | None, words: Sequence[str]) -> Anchors:
    by_party: dict[PartyId, tuple[str, ...]] = {}
    for given in words:
        party, *heard = given.split() or [""]
        if len(heard) != WORDS:
            raise InvalidInputError(
                f"expected a party and its {WORDS} words, found {len(heard)} words for {party!r}"
            )
        name = parse_party(party)
        if name in by_party:
            raise InvalidInputError(f"expected the words of {name} once, found them twice")
        by_party[name] = tuple(word.lower() for word in heard)
    return Anchors(accord=None if accord is None else parse_digest(accord), words=by_party)


def _verify(bundle: Path, anchors: Anchors, *, listing: Path | None) -> Verification:
    threads_at_once = os.cpu_count() or 1
    with (
        _undisturbed(),
        open_bundle(bundle) as reader,
        ThreadPoolExecutor(threads_at_once) as threads,
    ):

        def parallel(work: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
            return _in_order(threads, work, tasks)

        verification = verify_bundle(
            reader, anchors=anchors, parallel=parallel, progress=_progress()
        )
        reader.require_checksums()
        if listing is not None:
            _write_listing(verification, listing)
        return verification


def _write_listing(verification: Verification, path: Path) -> None:
    """Write the listing of the figures, where they could be computed again."""
    if verification.figures is None:
        raise InvalidInputError(
            "expected a bundle with every leaf of the cut; of this one the figures cannot be "
            "computed again, so neither can their listing"
        )
    figures = compute_figures(verification.contents)
    with path.open("wb") as file:
        file.writelines(encode_listing(figures, figures_digest=verification.figures))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let threads take turns quickly, and look for no garbage in circles: checking makes none."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        with no_collecting():
            yield
    finally:
        sys.setswitchinterval(interval)


def _in_order(
    threads: ThreadPoolExecutor, work: Callable[[Task], Done], tasks: Iterable[Task]
) -> Iterator[Done]:
    """Yield the results in the order of the tasks, a few of them made ahead."""
    ahead: deque[Future[Done]] = deque()
    limit = _AHEAD * (os.cpu_count() or 1)
    for task in tasks:
        ahead.append(threads.submit(work, task))
        if len(ahead) >= limit:
            yield ahead.popleft().result()
    while ahead:
        yield ahead.popleft().result()


def _progress() -> Callable[[int, int], None] | None:
    """Return what draws a bar on a terminal; None where nobody is looking."""
    if not sys.stderr.isatty():
        return None

    def draw(done: int, total: int) -> None:
        share = done / total if total else 1.0
        bar = "#" * round(share * _BAR_WIDTH)
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r[{bar:<{_BAR_WIDTH}}] {done:,}/{total:,}{end}")
        sys.stderr.flush()

    return draw


def _report(verification: Verification, *, has_certificate: bool) -> Iterator[str]:
    if not has_certificate:
        yield from _summary(verification)
        return
    # A certificate is read by both sides' courts: every language, the reader's own first.
    first = current_language()
    for language in (first, *(other for other in LANGUAGES if other != first)):
        yield text("CERTIFICATE OF VERIFICATION", language=language)
        yield from _notices(verification, language=language)
        yield from _verdict(verification, language=language)
        yield text("What was checked", language=language)
        for finding in verification.checks:
            if finding.code not in _NOTICES:
                yield f"  + {describe_finding(finding, language=language)}"
        yield text("What could not be checked", language=language)
        yield from _open_points(verification.unchecked, language=language)
        yield ""


def _summary(verification: Verification) -> Iterator[str]:
    language = current_language()
    yield from _notices(verification, language=language)
    yield from _verdict(verification, language=language)
    for finding in verification.checks:
        if finding.code in _SUMMARISED:
            yield describe_finding(finding, language=language)
    yield text("What could not be checked")
    # The words to compare stand above already.
    unsaid = (each for each in verification.unchecked if each.code != "not_anchored")
    yield from _open_points(unsaid, language=language)


def _verdict(verification: Verification, *, language: str) -> Iterator[str]:
    if verification.anchored:
        yield text(
            "Verified: {statements} statements, and the keys you vouched for.", language=language
        ).format(statements=verification.statements)
        return
    yield text(
        "Consistent with the keys inside; nobody has vouched for these keys. "
        "Compare these words with each party:",
        language=language,
    )
    for party, words in verification.words.items():
        yield f"  {party}: {' '.join(words)}"


def _notices(verification: Verification, *, language: str) -> Iterator[str]:
    for finding in verification.checks:
        if finding.code in _NOTICES:
            yield describe_finding(finding, language=language)


def _open_points(findings: Iterable[Finding], *, language: str) -> Iterator[str]:
    for finding in findings:
        yield f"  - {describe_finding(finding, language=language)}"


def _verified(verification: Verification) -> dict[str, object]:
    return {
        "accord": verification.accord,
        "anchored": verification.anchored,
        "bundle": "ok",
        "cut": verification.cut,
        "figures": verification.figures,
        "first_wrong": None,
        "statements": verification.statements,
    }


def _refused(error: CounterpartError) -> dict[str, object]:
    return {
        "accord": None,
        "anchored": False,
        "bundle": "wrong",
        "cut": None,
        "figures": None,
        "first_wrong": str(error),
        "statements": 0,
    }


def _print(line: str) -> None:
    # What others wrote may stand in it, and must not move the reader's cursor.
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
    print(shown)  # noqa: T201 - the result of the verb
