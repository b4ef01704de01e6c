"""Which edition may have what: over every marking, limit and code, and either author."""

from itertools import product

import pytest

from servanda.core.handling.editions import Edition, barrier
from servanda.core.handling.markings import MARKINGS, USE_LIMITS, Handling, Part
from servanda.core.identifiers import parse_party
from servanda.core.statements.codes import HANDLING_CODES

US, THEM = parse_party("alice.example"), parse_party("bob.example")


def handling(*parts: Part) -> Handling:
    return Handling(parts=parts)


def test_nothing_red_reaches_a_reader_of_an_edition_for_others_whoever_marked_it() -> None:
    for edition, author in product((Edition.JOINT, Edition.PUBLIC), (US, THEM)):
        red = handling(Part(author=author, marking="red"))
        inherited = handling(Part(author=US), Part(author=author, marking="red"))

        assert barrier(red, edition, by=US) == "red"
        assert barrier(inherited, edition, by=US) == "red"


def test_everybody_is_told_only_what_is_for_everybody() -> None:
    for marking, use, code in product(MARKINGS, USE_LIMITS, (None, *sorted(HANDLING_CODES))):
        codes = frozenset(() if code is None else (code,))
        one = handling(Part(author=US, marking=marking, use=use, codes=codes))
        is_free = (marking, use, code) == ("clear", "evidential", None)

        assert (barrier(one, Edition.PUBLIC, by=US) == "") is is_free


def test_a_party_lifts_its_own_marking_for_itself_and_not_the_other_sides() -> None:
    ours, theirs = (handling(Part(author=one, marking="red")) for one in (US, THEM))

    assert barrier(ours, Edition.PARTY, by=US) == ""
    assert barrier(theirs, Edition.PARTY, by=US) == "red"


@pytest.mark.parametrize("edition", [Edition.PARTY, Edition.JOINT])
def test_what_its_author_controls_stays_out(edition: Edition) -> None:
    one = handling(Part(author=THEM, codes=frozenset(("originator_control",))))

    assert barrier(one, edition, by=US) == "originator_control"


@pytest.mark.parametrize("marking", MARKINGS[:-1])
def test_both_sides_of_a_joint_edition_are_at_home_in_what_they_hold(marking: str) -> None:
    one = handling(Part(author=THEM, marking=marking, use="intelligence_only"))

    assert barrier(one, Edition.JOINT, by=US) == ""
