"""Whoever hands over a dossier would like it to say something better than its statements do.

Source: docs/threat-model.md, "hands over a dossier with another verdict".
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from servanda.core.dossier.parts import Dossier, DossierClock
from servanda.core.dossier.proofs import InvalidDossierError
from servanda.core.dossier.verify import OtherVerdictError, verify_dossier, with_clocks
from servanda.core.errors import CounterpartError
from servanda.core.handling.markings import MARKINGS, USE_LIMITS
from servanda.core.identifiers import Digest
from servanda.documents.dossier.render import check_page, render_dossier
from servanda.usecases.casework.make_dossier import make_dossier
from tests.usecases.attachment_lines import attach, cast_with_attachments, settle_all
from tests.usecases.handling.test_require_passage import ask
from tests.usecases.nodes import FULFILLED, Cast, Node

LATE, IN_TIME = "2031-01-01T00:00:00Z", "2020-01-01T00:00:00Z"

Alter = Callable[[DossierClock], DossierClock]


@cache
def asked() -> tuple[Cast, Digest]:
    """Return a cast after Alice asked Bob, with a file."""
    cast = cast_with_attachments()
    request = ask(cast.alice, "amber", attach(cast.alice))
    settle_all(cast)
    return cast, request


@cache
def late() -> tuple[Cast, Digest]:
    """Return the cast after Bob answered late."""
    cast, request = asked.__wrapped__()
    cast.wait(days=80)
    cast.bob.send("response", {**FULFILLED, "tlp": "amber"}, body={"text": "Late."}, ref=request)
    settle_all(cast)
    return cast, request


def test_the_case_is_late_and_says_so() -> None:
    (answer,) = [one for one in honest().clocks if one.clock == "answer"]

    assert answer.margin_seconds < 0


ALTERED: dict[str, Alter] = {
    "another margin": lambda one: replace(one, margin_seconds=one.margin_seconds + 1),
    "in time": lambda one: replace(one, margin_seconds=7_200),
    "a later due time": lambda one: replace(one, due_at=LATE),
    "no deadline": lambda one: replace(one, due_at="", margin_seconds=0),
    "stopped earlier": lambda one: replace(one, stopped_at=IN_TIME),
    "still running": lambda one: replace(one, stopped_at=""),
    "held": lambda one: replace(one, is_held=not one.is_held),
    "provisional": lambda one: replace(one, is_provisional=not one.is_provisional),
    "another generation": lambda one: replace(one, generation=one.generation + 1),
    "another clock": lambda one: replace(one, clock="feedbacks"),
}


@pytest.mark.parametrize("title", ALTERED)
def test_an_altered_verdict_is_refused_with_what_the_statements_give(title: str) -> None:
    dossier = honest()
    for place, clock in enumerate(dossier.clocks):
        clocks = list(dossier.clocks)
        clocks[place] = ALTERED[title](clock)
        if clocks[place] == clock:
            continue  # it had no deadline, or ran, before

        with pytest.raises(OtherVerdictError, match="as the statements of the dossier give, found"):
            verify_dossier(replace(dossier, clocks=tuple(clocks)))


def test_a_verdict_left_out_or_added_is_refused() -> None:
    dossier = honest()

    for clocks in ((), dossier.clocks[1:], dossier.clocks[:-1], dossier.clocks + dossier.clocks):
        with pytest.raises(OtherVerdictError):
            verify_dossier(replace(dossier, clocks=clocks))


def test_a_page_made_anew_around_an_altered_verdict_is_refused() -> None:
    dossier = honest()
    clocks = tuple(replace(one, margin_seconds=60) for one in dossier.clocks)
    page = render_dossier(replace(verify_dossier(dossier), dossier=replace(dossier, clocks=clocks)))

    assert check_page(render_dossier(verify_dossier(dossier))).is_reckoned
    with pytest.raises(OtherVerdictError):
        check_page(page)


def test_another_instant_of_making_moves_no_clock_that_stopped() -> None:
    dossier = honest()
    later = with_clocks(replace(dossier, made_at=LATE))
    stopped = {one.clock: one for one in dossier.clocks if one.stopped_at}

    assert stopped
    assert {one.clock: one for one in later.clocks if one.clock in stopped} == stopped


def test_a_clock_that_runs_is_looked_at_when_the_dossier_was_made() -> None:
    cast, request = asked.__wrapped__()
    dossier = made(cast, request)

    assert any(not one.stopped_at for one in dossier.clocks)
    for instant in (IN_TIME, LATE):
        with pytest.raises(OtherVerdictError):
            verify_dossier(replace(dossier, made_at=instant))


def test_a_receipt_that_is_not_the_first_states_no_verdict() -> None:
    """A later leaf covers the answer too; shown as its receipt, it would make the answer later."""
    dossier = honest()
    for place in range(len(dossier.statements)):
        for before in (None, dossier.statements[place].receipt):
            changed = changed_at(dossier, place, before=before)
            with pytest.raises(CounterpartError):
                verify_dossier(changed)

    hidden = changed_at(dossier, 1, before=None)
    verified = verify_dossier(replace(hidden, clocks=()))
    assert not verified.is_reckoned
    assert "no verdict is stated" in " ".join(render_dossier(verified).split())


def test_without_the_receipt_of_a_file_no_verdict_is_stated() -> None:
    dossier = honest()
    assert dossier.statements[0].listed

    silent = changed_at(dossier, 0, listed=())

    with pytest.raises(OtherVerdictError):
        verify_dossier(silent)
    assert not verify_dossier(replace(silent, clocks=())).is_reckoned


def test_what_lists_no_file_is_no_receipt_of_one() -> None:
    dossier = honest()
    answer = dossier.statements[1]
    assert answer.receipt is not None

    for leaf in (dossier.statements[0].leaf, answer.receipt, answer.leaf):
        with pytest.raises(CounterpartError):
            verify_dossier(changed_at(dossier, 0, listed=(leaf,)))


def test_statements_in_another_order_are_refused() -> None:
    dossier = honest()

    with pytest.raises(InvalidDossierError, match="in the order in which they count"):
        verify_dossier(replace(dossier, statements=dossier.statements[::-1]))


def test_nothing_is_marked_milder_than_its_author_marked_it() -> None:
    dossier = honest()
    for place, one in enumerate(dossier.statements):
        for marking in MARKINGS[: MARKINGS.index(one.marking)]:
            with pytest.raises(InvalidDossierError, match="amber or stricter"):
                verify_dossier(changed_at(dossier, place, marking=marking))
        for use in USE_LIMITS[: USE_LIMITS.index(one.use)]:
            with pytest.raises(InvalidDossierError, match="investigative or stricter"):
                verify_dossier(changed_at(dossier, place, use=use))
        for stricter in ({"marking": "red"}, {"codes": ("no_onward",)}, {"pap": "red"}):
            assert verify_dossier(changed_at(dossier, place, **stricter)).is_reckoned
        for bad in ({"codes": ("secret",)}, {"pap": ""}, {"pap": "blue"}):
            with pytest.raises(InvalidDossierError, match="expected"):
                verify_dossier(changed_at(dossier, place, **bad))
        for words in ("", "TLP:CLEAR", "secret"):
            with pytest.raises(InvalidDossierError, match="amber or stricter"):
                verify_dossier(changed_at(dossier, place, marking=words))


def test_no_statement_counts_twice_or_out_of_sight() -> None:
    dossier = honest()
    request, answer = dossier.statements

    for twice in ((request,), (answer,), (answer, answer)):
        with pytest.raises(InvalidDossierError, match="each statement once"):
            with_clocks(replace(dossier, beside=twice))
    with pytest.raises(InvalidDossierError, match="among its statements"):
        with_clocks(replace(dossier, statements=(request,), beside=(answer,)))


def changed_at(dossier: Dossier, place: int, **changes: object) -> Dossier:
    statements = list(dossier.statements)
    statements[place] = replace(statements[place], **changes)  # type: ignore[arg-type] # any member
    return replace(dossier, statements=tuple(statements))


@cache
def honest() -> Dossier:
    return made(*late())


def made(cast: Cast, request: Digest) -> Dossier:
    return dossier_of(cast.alice, request)


def dossier_of(node: Node, request: Digest) -> Dossier:
    return make_dossier(
        request, purpose="file", reason=None, language="en", services=node.services
    ).dossier
