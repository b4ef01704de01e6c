"""The verdicts of a dossier are those of the pair's casework, reckoned from the dossier alone."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from servanda.core.accords.accord import encode_accord
from servanda.core.dossier.clocks import clocks_of
from servanda.core.dossier.parts import Dossier
from servanda.core.dossier.verify import verify_dossier
from servanda.core.identifiers import Digest, parse_instant
from servanda.usecases.casework.make_dossier import make_dossier
from tests.usecases.accords.test_amend_accord import agree, amended_by
from tests.usecases.examples import SLUGS, play
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Node, agreed_cast

played = cache(play)
EVERY_EXAMPLE = pytest.mark.parametrize("slug", SLUGS)


@EVERY_EXAMPLE
def test_every_case_of_every_example_has_the_verdicts_of_the_review_from_either_party(
    slug: str,
) -> None:
    example = played(slug)
    cases = list(example.casework.cases)

    for case in cases:
        for dossier in dossiers(slug, case):
            verified = verify_dossier(dossier)

            at = parse_instant(dossier.made_at)
            assert verified.is_reckoned
            assert dossier.clocks == tuple(clocks_of(case, example.casework, at=at))
            assert dossier.clocks
    assert cases


@EVERY_EXAMPLE
def test_a_calendar_and_a_case_that_is_followed_lie_beside(slug: str) -> None:
    kinds = {
        line.split(b'"type":"')[1].split(b'"')[0]
        for case in played(slug).casework.cases
        for dossier in dossiers(slug, case)
        for line in (one.leaf.note for one in dossier.beside)
    }

    signed = any(played(slug).casework.calendars.values())
    assert (b"calendar" in kinds) == signed


def test_a_request_under_an_older_version_keeps_its_terms() -> None:
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    before = made(cast.alice, request)
    agree(cast, amended_by(cast.alice), by=cast.alice, to=cast.bob)
    cast.bob.send("response", FULFILLED, body={"text": "Found."}, ref=request)
    cast.settle()

    after = made(cast.bob, request)
    without = replace(after, versions=(), clocks=())

    assert (before.versions, len(after.versions)) == ((), 1)
    assert after.accord == encode_accord(verify_dossier(after).accord)
    assert after.versions[0] == before.accord
    due = [[one.due_at for one in each.clocks if one.clock == "answer"] for each in (before, after)]
    assert due[0] == due[1]
    # Without the version that the request names nothing is reckoned, so nothing may be stated.
    assert not verify_dossier(without).is_reckoned


def dossiers(slug: str, case: Digest) -> Iterator[Dossier]:
    cast = played(slug).cast
    for node in (cast.alice, cast.bob):
        yield made(node, case)


def made(node: Node, case: Digest) -> Dossier:
    return make_dossier(
        case, purpose="file", reason=None, language="en", services=node.services
    ).dossier
