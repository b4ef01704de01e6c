"""What a forger may still alter after making all lists fit is refused, or said."""

from base64 import b64encode

from servanda.core.accords.accord import encode_accord
from servanda.core.identifiers import digest_of
from tests.core.bundle.bundles import bundle_of
from tests.core.exchange.world import ACCORD_ID, ALICE, at, exchange, make_accord
from tests.core.verifier.test_verify import (
    ALICES,
    FILES,
    codes,
    first_wrong,
    open_points,
    renamed,
    reviewed_desks,
    verify,
)


def test_what_a_forger_writes_into_the_read_me_is_noticed() -> None:
    readme = FILES["README.txt"].replace(ACCORD_ID.encode(), digest_of(b"mine").encode())

    verification = verify(renamed({**FILES, "README.txt": readme}))

    assert "readme" in open_points(verification)
    assert "readme" not in open_points(verify(FILES))


def test_a_line_by_a_strange_key_under_a_head_is_noticed() -> None:
    checkpoint = ALICES + "checkpoint"
    line = "— walter.example/witness " + b64encode(bytes(68)).decode() + "\n"

    verification = verify(renamed({**FILES, checkpoint: FILES[checkpoint] + line.encode()}))

    assert "other_lines" in open_points(verification)
    assert "other_lines" not in open_points(verify(FILES))


def test_an_accord_that_nobody_proposed_is_refused() -> None:
    data = encode_accord(make_accord(tolerance_seconds=1))
    path = f"accords/{digest_of(data).removeprefix('sha256:')}.json"

    assert first_wrong(renamed({**FILES, path: data})).path == path


def test_an_accord_agreed_after_the_cut_goes_along_and_cannot_be_left_out() -> None:
    alice, bob = reviewed_desks(figures_of_bob=None)
    later = make_accord(tolerance_seconds=60, replaces=ACCORD_ID)
    proposal = alice.propose(later, time=at("13:00:00"))
    exchange(alice, bob)
    bob.accept(proposal, time=at("13:00:01"))
    signed = next(
        leaf.header.facts
        for leaf in alice.judged[ALICE]
        if leaf.header is not None and leaf.header.type == "review"
    )
    review = bob.say(
        "review",
        signed,
        time=at("13:00:02"),
        ref=alice.contents().cut_digest,
    )
    exchange(bob, alice)
    files = bundle_of(alice, bob)
    path = f"accords/{str(review.header.accord).removeprefix('sha256:')}.json"

    verification = verify(files)
    without = {each: data for each, data in files.items() if each != path}

    assert verification.accord == ACCORD_ID
    assert codes(verification).count("review") == 2
    assert "without_effect" not in codes(verification)
    assert first_wrong(renamed(without)).path == path
