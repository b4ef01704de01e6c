"""Cut, review and bundle: both sides come to the same bytes, and an outsider can check them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from typing_extensions import override

from servanda.core.accords.accord import encode_accord
from servanda.core.bundle.disclosure import Barrier
from servanda.core.bundle.layout import BundleReader
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.exchange.past import AccordInForce
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.verify import Verification, verify_bundle
from servanda.core.verifier.wrong import BundleError
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.review.compute_review import ReviewResult, compute_review, send_review
from servanda.usecases.review.export_bundle import BundleResult, export_bundle
from servanda.usecases.review.make_cut import make_cut
from tests.usecases.nodes import (
    ALICE,
    BOB,
    FULFILLED,
    REQUEST,
    REQUEST_BODY,
    Cast,
    Node,
    agreed_cast,
)


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
    # The request is her own. What answers it was given for her investigation, not as evidence.
    assert result.bodies == 1
    assert [one.barrier for one in result.withheld] == [Barrier.USE]
    assert verify(content, accord=result.accord).anchored


def test_a_headers_only_bundle_needs_no_word_whatever_the_use_limits_are() -> None:
    cast = cooperation()
    cut(cast)

    result, content = bundle(cast.alice)

    assert result.bodies == 0
    assert {one.barrier for one in result.withheld} == {Barrier.NOT_NAMED}
    assert verify(content, accord=result.accord).anchored


def test_what_may_be_evidence_with_consent_goes_along_by_words_that_are_noted() -> None:
    cast = agreed_cast()
    facts = {**REQUEST, "tlp": "green", "use": "evidential_with_consent"}
    request = cast.alice.send("request", facts, body=REQUEST_BODY)
    cast.settle()
    cast.wait(days=60)
    cut(cast)

    silent, _ = bundle(cast.bob, disclose=("green",))
    blank, _ = bundle(cast.bob, disclose=("green",), reason="  ")
    before = list(cast.bob.services.store.passages_of(hash_from_digest(request)))
    told, content = bundle(cast.bob, disclose=("green",), reason="Alice's letter of 3 March.")

    for kept in (silent, blank):
        assert (kept.bodies, [one.barrier for one in kept.withheld]) == (0, [Barrier.REASON])
    assert before == []
    assert (told.bodies, told.withheld) == (1, ())
    (noted,) = cast.bob.services.store.passages_of(hash_from_digest(request))
    assert noted.reason == "--disclose green: Alice's letter of 3 March."
    assert verify(content, accord=told.accord).anchored


def test_a_use_limit_that_stands_in_the_sealed_part_alone_keeps_a_body_out() -> None:
    cast = agreed_cast()
    elements = REQUEST_BODY["elements"]
    assert isinstance(elements, Mapping)
    limit: JsonObject = {
        "personal_data": False,
        "retain_until": "2031-12-31",
        "use": "intelligence_only",
    }
    body: JsonObject = {**REQUEST_BODY, "elements": {**elements, "E21": limit}}
    facts: JsonObject = {**REQUEST, "tlp": "green", "use": "investigative"}
    cast.alice.send("request", facts, body=body)
    cast.settle()
    cast.wait(days=60)
    cut(cast)

    result, _ = bundle(cast.bob, disclose=("green",), reason="Somebody said so.")

    (kept,) = result.withheld
    assert (kept.barrier, kept.use) == (Barrier.USE, "intelligence_only")


def test_what_a_counterpart_keeps_among_the_recipients_stays_out() -> None:
    cast = agreed_cast()
    asked = {**REQUEST, "tlp": "green", "use": "evidential"}
    request = cast.alice.send("request", asked, body=REQUEST_BODY)
    cast.settle()
    facts = {**FULFILLED, "tlp": "red"}
    response = cast.bob.send("response", facts, body={"text": "For your eyes."}, ref=request)
    cast.settle()
    cast.wait(days=60)
    cut(cast)

    (ours, _), (theirs, content) = (
        bundle(node, disclose=("green", "red")) for node in (cast.alice, cast.bob)
    )

    assert (ours.bodies, [one.is_barred for one in ours.withheld]) == (1, [True])
    assert (theirs.bodies, theirs.withheld) == (2, ())
    # Only what was another's and went along by the naming is noted, and only where it went.
    passed = {
        node.party: [
            (one.door, one.reason)
            for leaf in (request, response)
            for one in node.services.store.passages_of(hash_from_digest(leaf))
        ]
        for node in (cast.alice, cast.bob)
    }
    assert passed == {
        ALICE: [],
        BOB: [("outsider", "--disclose green"), ("outsider", "--disclose red")],
    }
    assert verify(content, accord=theirs.accord).anchored


def test_a_marking_that_is_none_is_refused() -> None:
    cast = cooperation()
    cut(cast)

    with pytest.raises(InvalidInputError, match="ambre"):
        bundle(cast.alice, disclose=("ambre",))


def test_receipt_of_the_cut_and_both_reviews_go_along_from_either_party() -> None:
    cast = cooperation()
    cut(cast)
    for node in (cast.alice, cast.bob):
        send_review(services=node.services)
        node.step()
    cast.settle()

    for node in (cast.alice, cast.bob):
        result, content = bundle(node)
        verification = verify(content, accord=result.accord)
        checks = [finding.code for finding in verification.checks]
        assert checks.count("review") == 2
        assert "cut_receipted" in checks
        # Nothing is left open but what no bundle shows, and bodies nobody asked for.
        open_points = [finding.code for finding in verification.unchecked]
        assert open_points == ["bodies_missing", "limits"]


def test_a_cut_that_was_never_receipted_is_called_one_sided_by_the_verifier() -> None:
    cast = cooperation()
    cast.cut_lines()
    make_cut(until=cast.clock.now(), services=cast.alice.services)
    cast.alice.step()

    result, content = bundle(cast.alice)

    found = verify(content, accord=result.accord).unchecked
    assert "one_sided" in [finding.code for finding in found]


def test_an_amendment_after_the_cut_goes_along_and_changes_no_earlier_figure() -> None:
    cast = cooperation()
    cut(cast)
    before = compute_review(services=cast.alice.services)
    amend(cast, days=1)
    for node in (cast.alice, cast.bob):
        send_review(services=node.services)
        node.step()
    cast.settle()

    for node in (cast.alice, cast.bob):
        result, content = bundle(node)
        verification = verify(content, accord=result.accord)
        checks = [finding.code for finding in verification.checks]
        assert verification.figures == before.figures_hash
        assert checks.count("review") == 2
        assert "without_effect" not in checks
        accords = [path for path in ZipReader(content).files if path.startswith("accords/")]
        assert len(accords) == 2


def test_an_amended_deadline_holds_for_later_requests_alone_on_both_sides() -> None:
    cast = agreed_cast()
    first = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    amend(cast, days=1)
    second = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.wait(days=10)
    for request in (first, second):  # within 30 days, and beyond one
        cast.bob.send("response", FULFILLED, body={"text": "See the file."}, ref=request)
    cast.settle()
    cast.wait(days=60)
    cut(cast)

    ours, theirs = both_reviews(cast)
    result, content = bundle(cast.bob)

    assert ours.document == theirs.document
    (all_requests,) = {
        tuple(sorted(row.values.items())) for row in ours.figures.rows if row.figure == "T4"
    }
    assert dict(all_requests) == {"d": 2, "n": 1, "rate": 500}
    assert verify(content, accord=result.accord).figures == ours.figures_hash


def amend(cast: Cast, *, days: int) -> None:
    """Agree on another deadline for answers."""
    base = newest_accord(cast.alice)
    rule = replace(base.accord.terms.clocks[0], amount=days)
    terms = replace(base.accord.terms, clocks=(rule,))
    amended = replace(base.accord, terms=terms, replaces=base.digest)
    propose_accord(document=encode_accord(amended), services=cast.alice.services)
    cast.alice.step()
    cast.settle()
    accept_accord(services=cast.bob.services)
    cast.bob.step()
    cast.settle()
    assert newest_accord(cast.alice).accord.replaces == base.digest


def newest_accord(node: Node) -> AccordInForce:
    version = read_pair_state(node.pair, services=node.services).newest_accord
    assert version is not None
    return version


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


def bundle(
    node: Node, *, disclose: tuple[str, ...] = (), reason: str | None = None
) -> tuple[BundleResult, bytes]:
    target = BytesIO()
    result = export_bundle(target, disclose=disclose, reason=reason, services=node.services)
    return result, target.getvalue()


def verify(content: bytes, *, accord: Digest) -> Verification:
    return verify_bundle(ZipReader(content), anchors=Anchors(accord=accord, words={}))
