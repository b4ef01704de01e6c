from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.bundle.build import CannotWithholdError, bundle_files
from servanda.core.bundle.layout import (
    FIGURES_PATH,
    MANIFEST_PATH,
    Manifest,
    encode_manifest,
    parse_manifest,
)
from servanda.core.identifiers import Digest, digest_of
from servanda.core.keys.card import twelve_words
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.tiles import encode_entries, parse_entries
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.findings import SENTENCES, describe_finding
from servanda.core.verifier.verify import Verification, verify_bundle
from servanda.core.verifier.wrong import BundleError, FirstWrong
from tests.core.bundle.bundles import MemoryReader, bundle_of, numbered, parts_of, worked_bundle
from tests.core.exchange.world import (
    ACCORD_ID,
    ALICE,
    BOB,
    REQUEST_BODY,
    REQUEST_FACTS,
    Desk,
    agreed_desks,
    at,
    exchange,
)
from tests.core.keys.cast import card_of

EXAMPLE, FILES = worked_bundle()
ALICES = "logs/alice.example/"
ENTRIES = ALICES + "tile/entries/000.p/6"
HASHES = ALICES + "tile/0/000.p/6"
NOBODY = Anchors()

Task = TypeVar("Task")
Done = TypeVar("Done")


def verify(files: dict[str, bytes], anchors: Anchors = NOBODY) -> Verification:
    return verify_bundle(MemoryReader(files), anchors=anchors)


def first_wrong(files: dict[str, bytes], anchors: Anchors = NOBODY) -> FirstWrong:
    with pytest.raises(BundleError) as caught:
        verify(files, anchors)
    return caught.value.first_wrong


def codes(verification: Verification) -> list[str]:
    return [finding.code for finding in verification.checks]


def open_points(verification: Verification) -> list[str]:
    return [finding.code for finding in verification.unchecked]


def renamed(files: dict[str, bytes], **changes: Digest) -> dict[str, bytes]:
    """Return the files with a manifest that fits them, as a forger would make it."""
    manifest = parse_manifest(files[MANIFEST_PATH])
    others = {path: data for path, data in files.items() if path != MANIFEST_PATH}
    made = Manifest(
        accord=changes.get("accord", manifest.accord),
        cut=changes.get("cut", manifest.cut),
        files={path: digest_of(data) for path, data in others.items()},
    )
    return {**others, MANIFEST_PATH: encode_manifest(made)}


def with_leaf(note: bytes, *, index: int, fix_hash: bool) -> dict[str, bytes]:
    """Return the bundle with one of Alice's leaves replaced and all lists made to fit."""
    notes = parse_entries(FILES[ENTRIES], 6)
    hashes = bytearray(FILES[HASHES])
    notes[index] = note
    if fix_hash:
        hashes[32 * index : 32 * index + 32] = leaf_hash(note)
    return renamed({**FILES, ENTRIES: encode_entries(notes), HASHES: bytes(hashes)})


def test_an_honest_bundle_is_right_and_says_what_was_checked() -> None:
    verification = verify(FILES)

    assert verification.accord == ACCORD_ID
    assert verification.cut == EXAMPLE.a[5].digest
    assert verification.figures == digest_of(FILES[FIGURES_PATH])
    assert verification.statements == 6
    assert codes(verification)[:4] == ["demonstration", "files", "keys", "keys"]
    assert {"leaves", "head", "cut", "cut_receipted", "figures", "bodies"} <= set(
        codes(verification)
    )


def test_without_anchors_nobody_has_vouched_and_the_words_are_given() -> None:
    verification = verify(FILES)

    assert not verification.anchored
    assert verification.words[ALICE] == twelve_words(card_of(ALICE))
    assert open_points(verification).count("not_anchored") == 2


@pytest.mark.parametrize(
    "anchors",
    [
        Anchors(accord=ACCORD_ID),
        Anchors(words={party: twelve_words(card_of(party)) for party in (ALICE, BOB)}),
    ],
)
def test_the_accords_id_or_both_parties_words_anchor_the_keys(anchors: Anchors) -> None:
    assert verify(FILES, anchors).anchored


def test_the_words_of_one_party_vouch_for_that_party_alone() -> None:
    assert not verify(FILES, Anchors(words={ALICE: twelve_words(card_of(ALICE))})).anchored


def test_another_accord_or_other_words_than_the_bundles_are_refused() -> None:
    other = digest_of(b"another accord")

    assert "neither" in first_wrong(FILES, Anchors(accord=other)).message
    words = Anchors(words={ALICE: twelve_words(card_of(BOB))})
    assert "twelve words of alice.example" in first_wrong(FILES, words).message


def test_opening_tiles_in_parallel_gives_the_same() -> None:
    with ThreadPoolExecutor(2) as pool:

        def parallel(work: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
            return pool.map(work, tasks)

        verification = verify_bundle(MemoryReader(FILES), anchors=NOBODY, parallel=parallel)

    assert verification.checks == verify(FILES).checks


def test_progress_is_told_up_to_the_number_of_leaves() -> None:
    told: list[tuple[int, int]] = []

    verify_bundle(
        MemoryReader(FILES), anchors=NOBODY, progress=lambda done, total: told.append((done, total))
    )

    assert told
    assert all(0 < done <= total == 12 for done, total in told)


@pytest.mark.parametrize("path", numbered(FILES))
@given(data=st.data())
def test_altering_any_one_byte_of_any_file_is_refused(path: str, data: st.DataObject) -> None:
    content = bytearray(FILES[path])
    position = data.draw(st.integers(0, len(content) - 1))
    content[position] ^= data.draw(st.integers(1, 255))

    wrong = first_wrong({**FILES, path: bytes(content)})

    assert wrong.message


@pytest.mark.parametrize("position", range(0, len(FILES[ENTRIES]), 37))
def test_an_altered_leaf_is_named_by_log_index_type_and_hash(position: int) -> None:
    content = bytearray(FILES[ENTRIES])
    content[position] ^= 1
    lengths = [2 + len(note) for note in parse_entries(FILES[ENTRIES], 6)]
    index = next(i for i in range(6) if position < sum(lengths[: i + 1]))

    wrong = first_wrong({**FILES, ENTRIES: bytes(content)})

    assert str(wrong.log) == "alice.example/servanda/alice-bob/bob.example"
    assert wrong.index == index
    assert wrong.leaf == EXAMPLE.a[index].digest
    assert EXAMPLE.a[index].digest in wrong.message


def test_the_type_of_an_altered_leaf_is_said() -> None:
    note = EXAMPLE.a[2].note.replace(b"preservation", b"investigation")

    wrong = first_wrong(with_leaf(note, index=2, fix_hash=False))

    assert wrong.type == "request"
    assert "a `request`" in wrong.message


def test_a_leaf_replaced_with_all_its_hashes_is_still_named() -> None:
    note = EXAMPLE.a[2].note.replace(b"preservation", b"investigation")

    wrong = first_wrong(with_leaf(note, index=2, fix_hash=True))

    assert wrong.index == 2
    assert wrong.type == "request"


def test_a_leaf_of_another_place_does_not_pass_for_one_here() -> None:
    wrong = first_wrong(with_leaf(EXAMPLE.a[1].note, index=4, fix_hash=True))

    assert wrong.index == 4


@pytest.mark.parametrize("path", numbered(set(FILES) - {MANIFEST_PATH}))
def test_a_file_that_is_missing_is_named(path: str) -> None:
    without = {each: data for each, data in FILES.items() if each != path}

    assert first_wrong(without).path == path
    if not path.startswith("bodies/"):
        with pytest.raises(BundleError):
            verify(renamed(without))


@pytest.mark.parametrize(
    "path",
    [
        "more.txt",
        "logs/carol.example/checkpoint",
        ALICES + "tile/1/000.p/1",
        "keys/alice.example/2.note",
        "keys/mallory.example/1.note",
        "accords/more.json",
        "bodies/more",
        "bodies/" + "0" * 64,
    ],
)
def test_a_file_that_does_not_belong_is_refused(path: str) -> None:
    files = {**FILES, path: b"more"}

    assert first_wrong(files).path == path
    with pytest.raises(BundleError):
        verify(renamed(files))


def test_figures_that_do_not_follow_from_the_leaves_are_refused() -> None:
    figures = FILES[FIGURES_PATH].replace(b'"count":1', b'"count":2')

    wrong = first_wrong(renamed({**FILES, FIGURES_PATH: figures}))

    assert wrong.path == FIGURES_PATH
    assert "does not follow" in wrong.message or "not what follows" in wrong.message


def test_another_leaf_cannot_be_called_the_cut() -> None:
    assert "no valid cut" in first_wrong(renamed(FILES, cut=EXAMPLE.a[2].digest)).message


def test_a_body_of_another_statement_is_refused_and_its_leaf_named() -> None:
    bodies = [path for path in FILES if path.startswith("bodies/")]
    swapped = renamed({**FILES, bodies[0]: FILES[bodies[1]]})

    wrong = first_wrong(swapped)

    assert wrong.leaf == Digest("sha256:" + bodies[0].removeprefix("bodies/"))


def test_a_head_signed_by_another_key_is_refused() -> None:
    checkpoint = ALICES + "checkpoint"
    origin = str(EXAMPLE.a[0].origin).encode()
    forged = FILES["logs/bob.example/checkpoint"].replace(str(EXAMPLE.b[0].origin).encode(), origin)

    wrong = first_wrong(renamed({**FILES, checkpoint: forged}))

    assert wrong.path == checkpoint


def test_bodies_may_be_left_out_and_that_is_said() -> None:
    verification = verify(bundle_of(EXAMPLE.alice, EXAMPLE.bob, bodies=False))

    assert "bodies" not in codes(verification)
    assert "bodies_missing" in open_points(verification)


def test_a_withheld_leaf_is_proved_to_be_there_and_the_figures_are_not() -> None:
    withheld = {EXAMPLE.b[3].digest}

    verification = verify(bundle_of(EXAMPLE.alice, EXAMPLE.bob, withheld=withheld))

    assert verification.figures is None
    assert {"withheld", "figures_unchecked"} <= set(open_points(verification))
    assert "figures" not in codes(verification)


@pytest.mark.parametrize("index", [0, 5])
def test_what_all_rests_on_cannot_be_withheld(index: int) -> None:
    parts = parts_of(
        EXAMPLE.alice,
        EXAMPLE.bob,
        EXAMPLE.alice.contents(),
        withheld={EXAMPLE.a[index].digest},
    )

    with pytest.raises(CannotWithholdError):
        list(bundle_files(parts))


def test_equal_input_gives_equal_bytes_from_either_party() -> None:
    ours = list(bundle_files(parts_of(EXAMPLE.alice, EXAMPLE.bob, EXAMPLE.alice.contents())))
    theirs = list(bundle_files(parts_of(EXAMPLE.alice, EXAMPLE.bob, EXAMPLE.bob.contents())))

    assert ours == theirs
    assert [path for path, _ in ours] == sorted(path for path, _ in ours)


def reviewed_desks(*, figures_of_bob: Digest | None) -> tuple[Desk, Desk]:
    alice, bob = agreed_desks()
    alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    exchange(alice, bob)
    bob.say("receipt", time=at("09:00:01"))
    exchange(bob, alice)
    facts = {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z"}
    cut = alice.say("cut", facts, time=at("12:00:00"))
    figures = digest_of(bundle_of(alice, bob)[FIGURES_PATH])
    alice.say("review", {"figures": figures}, time=at("12:00:01"), ref=cut.digest)
    exchange(alice, bob)
    bob.say("receipt", time=at("12:00:02"))
    if figures_of_bob is not None:
        bob.say("review", {"figures": figures_of_bob}, time=at("12:00:03"), ref=cut.digest)
    exchange(bob, alice)
    return alice, bob


def test_reviews_after_the_cut_say_who_signed_which_figures() -> None:
    signed = verify(bundle_of(*reviewed_desks(figures_of_bob=digest_of(b"others"))))
    silent = verify(bundle_of(*reviewed_desks(figures_of_bob=None)))

    assert codes(signed).count("review") == 1
    assert "review_differs" in open_points(signed)
    assert "review_missing" in open_points(silent)
    assert "cut_receipted" in codes(silent)


def test_a_cut_that_is_not_receipted_is_called_one_sided() -> None:
    alice, bob = agreed_desks()
    facts = {"from": "2026-11-22T00:00:00Z", "until": "2026-11-22T12:00:00Z"}
    alice.say("cut", facts, time=at("12:00:00"))

    assert "one_sided" in open_points(verify(bundle_of(alice, bob)))


def test_every_sentence_exists_in_both_languages_and_can_be_filled() -> None:
    verification = verify(FILES)

    for finding in (*verification.checks, *verification.unchecked):
        for language in ("en", "zh-Hans"):
            assert "{" not in describe_finding(finding, language=language)
    assert all(set(sentences) == {"en", "zh-Hans"} for sentences in SENTENCES.values())


@given(st.binary(max_size=200))
def test_any_bytes_as_a_manifest_are_refused(data: bytes) -> None:
    assert first_wrong({**FILES, MANIFEST_PATH: data}).message


@given(st.sampled_from(sorted(set(FILES) - {MANIFEST_PATH})), st.binary(max_size=300))
def test_any_bytes_as_a_file_with_its_right_hash_are_refused(path: str, data: bytes) -> None:
    files = renamed({**FILES, path: data})
    if path == "README.txt":  # says nothing that is claimed
        verify(files)
        return

    assert first_wrong(files).message
