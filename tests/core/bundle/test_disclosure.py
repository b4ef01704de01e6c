"""A body goes into a bundle only if its marking was named and its author lets it go on."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from servanda.core.bundle.disclosure import (
    Barrier,
    Disclosure,
    UnknownMarkingError,
    decide_disclosure,
)
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.markings import MARKINGS, USE_LIMITS
from servanda.core.handling.sealed import FileHandling, SealedPart
from servanda.core.identifiers import Digest, PartyId, digest_of
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.types import TLP
from tests.core.casework.counting import counted, digest
from tests.core.keys.cast import ALICE, BOB


def said(
    name: str,
    by: PartyId,
    tlp: str | None,
    *,
    use: str | None = None,
    ref: str | None = None,
    type_name: str = "request",
) -> VerifiedStatement:
    given = {"tlp": tlp, "use": use}
    facts = {name: word for name, word in given.items() if word is not None}
    one = counted(name, type_name, facts, by=by, received="01-05 09:00", ref=ref).statement
    return replace(one, header=one.header._replace(body=digest_of(name.encode())))


def decide(
    *statements: VerifiedStatement,
    named: tuple[str, ...],
    sealed: Mapping[Digest, SealedPart] | None = None,
    has_reason: bool = False,
    consents: tuple[VerifiedStatement, ...] = (),
) -> Disclosure:
    return decide_disclosure(
        statements,
        named=named,
        by=ALICE,
        sealed=sealed or {},
        has_reason=has_reason,
        consents=consents,
    )


def barred(disclosure: Disclosure) -> set[Digest]:
    return {one.leaf for one in disclosure.withheld if one.is_barred}


def test_every_body_is_either_allowed_or_named_as_withheld() -> None:
    ours, theirs = said("a", ALICE, "red"), said("b", BOB, "green")

    disclosure = decide(ours, theirs, named=("green",))

    assert disclosure.allowed == {digest("b"): "green"}
    assert [(one.leaf, one.marking, one.is_barred) for one in disclosure.withheld] == [
        (digest("a"), "red", False)
    ]


def test_the_markings_are_those_that_a_statement_can_bear() -> None:
    assert frozenset(MARKINGS) == TLP.values


@pytest.mark.parametrize("marking", MARKINGS)
def test_nothing_goes_along_that_was_not_named(marking: str) -> None:
    others = tuple(each for each in MARKINGS if each != marking)

    for named in ((), others):
        assert decide(said("a", ALICE, marking), named=named).allowed == {}
    assert decide(said("a", ALICE, marking), named=(marking,)).allowed == {digest("a"): marking}


@pytest.mark.parametrize("marking", ["amber_strict", "red"])
def test_what_a_recipient_was_told_to_keep_it_does_not_pass_on(marking: str) -> None:
    disclosure = decide(said("b", BOB, marking), named=MARKINGS)

    assert (disclosure.allowed, barred(disclosure)) == ({}, {digest("b")})


@pytest.mark.parametrize("marking", ["clear", "green", "amber"])
def test_what_a_recipient_may_pass_on_it_may_disclose(marking: str) -> None:
    disclosure = decide(said("b", BOB, marking), named=MARKINGS)

    assert (disclosure.allowed, disclosure.withheld) == ({digest("b"): marking}, ())


def test_an_answer_takes_over_the_marking_of_what_it_answers() -> None:
    theirs = said("question", BOB, "red")
    answer = said("answer", ALICE, "green", ref="question", type_name="response")

    assert decide(theirs, answer, named=("green",)).allowed == {}
    every = decide(theirs, answer, named=MARKINGS)
    assert barred(every) == {digest("question"), digest("answer")}
    assert {one.marking for one in every.withheld} == {"red"}


def test_an_author_may_lift_a_marking_of_its_own() -> None:
    ours = said("question", ALICE, "red")
    answer = said("answer", BOB, "green", ref="question", type_name="response")

    assert decide(ours, answer, named=("red",)).allowed.keys() == {
        digest("question"),
        digest("answer"),
    }


def test_a_statement_without_a_marking_counts_as_the_mildest() -> None:
    assert decide(said("c", BOB, None, type_name="check"), named=("clear",)).allowed


@pytest.mark.parametrize("use", USE_LIMITS)
def test_what_was_given_for_less_than_evidence_stays_out_and_consent_must_be_told(use: str) -> None:
    theirs = said("b", BOB, "clear", use=use)

    silent = decide(theirs, named=MARKINGS)
    told = decide(theirs, named=MARKINGS, has_reason=True)

    expected = {
        "evidential": (None, None),
        "evidential_with_consent": (Barrier.REASON, None),
        "investigative": (Barrier.USE, Barrier.USE),
        "intelligence_only": (Barrier.USE, Barrier.USE),
    }
    assert (barrier_of(silent), barrier_of(told)) == expected[use]


def test_consent_opens_no_marking_and_a_named_marking_gives_no_consent() -> None:
    kept = said("b", BOB, "red", use="evidential_with_consent")
    green = said("c", BOB, "green", use="evidential_with_consent")

    assert barrier_of(decide(kept, named=MARKINGS, has_reason=True)) is Barrier.MARKING
    assert barrier_of(decide(green, named=(), has_reason=True)) is Barrier.NOT_NAMED
    assert barrier_of(decide(green, named=("green",))) is Barrier.REASON
    assert green.digest in decide(green, named=("green",), has_reason=True).by_word


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_body_stays_with_the_strictest_of_its_attachments(place: int) -> None:
    theirs = said("b", BOB, "clear")
    files = [FileHandling(), FileHandling(), FileHandling()]
    files[place] = FileHandling(marking="red")

    kept = decide(theirs, named=MARKINGS, sealed={theirs.digest: SealedPart(files=tuple(files))})

    assert barrier_of(kept) is Barrier.MARKING
    assert [one.marking for one in kept.withheld] == ["red"]


def test_an_attachment_given_for_less_than_evidence_keeps_its_body() -> None:
    theirs = said("b", BOB, "clear", use="evidential")
    files = (FileHandling(use="intelligence_only"),)

    kept = decide(theirs, named=MARKINGS, sealed={theirs.digest: SealedPart(files=files)})

    assert barrier_of(kept) is Barrier.USE


def test_a_looser_attachment_loosens_nothing_of_its_body() -> None:
    theirs = said("b", BOB, "red", use="intelligence_only")
    files = (FileHandling(marking="clear", use="evidential"),)

    kept = decide(theirs, named=MARKINGS, sealed={theirs.digest: SealedPart(files=files)})

    assert barrier_of(kept) is Barrier.MARKING


def barrier_of(disclosure: Disclosure) -> Barrier | None:
    return disclosure.withheld[0].barrier if disclosure.withheld else None


def test_an_accord_is_no_body_of_its_own() -> None:
    assert not decide(said("p", ALICE, None, type_name="proposal"), named=MARKINGS).allowed
    assert "proposal" in STATEMENT_TYPES


def test_a_marking_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(UnknownMarkingError, match="ambre"):
        decide(named=("ambre",))
