"""Cut, review and bundle: both sides come to the same bytes, and an outsider can check them."""

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from typing_extensions import override

from servanda.core.bundle.layout import BundleReader
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.verify import Verification, verify_bundle
from servanda.core.verifier.wrong import BundleError
from servanda.usecases.compute_review import ReviewResult, compute_review, send_review
from servanda.usecases.export_bundle import BundleResult, export_bundle
from servanda.usecases.make_cut import make_cut
from tests.usecases.nodes import ALICE, FULFILLED, REQUEST, REQUEST_BODY, Cast, Node, agreed_cast


class ZipReader(BundleReader):
    """A bundle in memory."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}

    @override
    def paths(self) -> list[str]:
        return list(self.files)

    @override
    def read(self, path: str) -> bytes:
        return self.files[path]


def test_both_sides_compute_the_same_review_and_agree_by_their_signatures() -> None:
    cast = cooperation()
    cut(cast)

    first, second = both_reviews(cast)
    assert first.document == second.document
    assert first.state == "waiting"
    for node in (cast.alice, cast.bob):
        send_review(services=node.services)
        node.step()
    cast.settle()

    first, second = both_reviews(cast)
    assert (first.state, second.state) == ("agreed", "agreed")
    assert first.ours == second.theirs == first.figures_hash


def test_a_review_is_sent_once() -> None:
    cast = cooperation()
    cut(cast)

    assert send_review(services=cast.alice.services).queued
    cast.alice.step()
    assert not send_review(services=cast.alice.services).queued


def test_leaving_one_response_out_changes_the_figures() -> None:
    whole = cooperation()
    cut(whole)
    lacking = cooperation(answer=False)
    cut(lacking)

    assert values(both_reviews(whole)[0]) != values(both_reviews(lacking)[0])


def test_a_cut_that_nobody_receipts_makes_a_one_sided_review() -> None:
    cast = cooperation()
    cast.cut_lines()
    make_cut(until=cast.clock.now(), services=cast.alice.services)
    cast.alice.step()
    cast.wait(days=1)

    assert compute_review(services=cast.alice.services).state == "one_sided"


def test_a_second_cut_begins_where_the_first_ended() -> None:
    cast = cooperation()
    cut(cast)
    until = cast.clock.now()
    cast.wait(days=10)
    cut(cast)

    assert both_reviews(cast)[0].figures.from_ == until


def test_a_cut_for_a_time_that_has_its_cut_is_refused_before_it_is_queued() -> None:
    cast = cooperation()
    cut(cast)

    with pytest.raises(InvalidInputError, match="cut"):
        make_cut(until=cast.clock.now(), services=cast.alice.services)


def test_a_bundle_of_either_side_verifies_and_names_its_accord() -> None:
    cast = cooperation()
    cut(cast)

    for node in (cast.alice, cast.bob):
        result, content = bundle(node)
        verification = verify(content, accord=result.accord)
        assert verification.anchored
        assert verification.figures == result.figures_hash
        assert verification.cut == result.cut


def test_equal_logs_give_equal_bundles_byte_for_byte() -> None:
    cast = cooperation()
    cut(cast)

    assert bundle(cast.alice)[1] == bundle(cast.alice)[1]


def test_a_changed_leaf_in_a_bundle_is_refused() -> None:
    cast = cooperation()
    cut(cast)
    result, content = bundle(cast.alice)
    reader = ZipReader(content)
    path = f"logs/{ALICE}/tile/entries/000.p/{cast.alice.pair.own_size}"
    reader.files[path] = reader.files[path].replace(b'"type":"request"', b'"type":"requesT"')

    with pytest.raises(BundleError):
        verify_bundle(reader, anchors=Anchors(accord=result.accord, words={}))


def test_bodies_go_along_only_with_the_markings_that_were_named() -> None:
    cast = cooperation()
    cut(cast)

    assert bundle(cast.alice)[0].bodies == 0
    result, content = bundle(cast.alice, disclose=("amber",))
    assert result.bodies == 2
    assert verify(content, accord=result.accord).anchored


def cooperation(*, answer: bool = True) -> Cast:
    """Return a cast after a request and, perhaps, its answer."""
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.wait(days=2)
    if answer:
        cast.bob.send("response", FULFILLED, body={"text": "See the file."}, ref=request)
        cast.settle()
    cast.wait(days=60)
    return cast


def cut(cast: Cast, *, until: datetime | None = None) -> None:
    make_cut(until=until or cast.clock.now(), services=cast.alice.services)
    cast.alice.step()
    cast.settle()


def both_reviews(cast: Cast) -> tuple[ReviewResult, ReviewResult]:
    return (
        compute_review(services=cast.alice.services),
        compute_review(services=cast.bob.services),
    )


def values(review: ReviewResult) -> list[object]:
    return [(row.figure, dict(row.values)) for row in review.figures.rows]


def bundle(node: Node, *, disclose: tuple[str, ...] = ()) -> tuple[BundleResult, bytes]:
    target = BytesIO()
    result = export_bundle(target, disclose=disclose, services=node.services)
    return result, target.getvalue()


def verify(content: bytes, *, accord: Digest) -> Verification:
    return verify_bundle(ZipReader(content), anchors=Anchors(accord=accord, words={}))
