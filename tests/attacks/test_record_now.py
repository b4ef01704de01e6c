"""What is recorded today, to be broken when a large quantum computer exists."""

import pytest

from servanda.core import canonical
from servanda.core.envelope.notes import split_note
from servanda.core.errors import CounterpartError
from servanda.core.exchange.heads import verify_head
from servanda.core.keys.card import parse_card
from servanda.core.keys.sheets import verify_sheet
from servanda.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from servanda.usecases.exchange.envelope_for import envelope_for
from tests.attacks.stage import attacked, cut_now, flip, keys_of


def test_envelopes_need_both_kems_broken() -> None:
    attack = attacked()
    attack.asks()

    line, _, _ = envelope_for(services=attack.alice.services).content.partition(b"\n")

    assert "xwing" in str(canonical.parse_object(line)["suite"])


def test_the_head_at_a_cut_has_a_line_that_outlives_ed25519() -> None:
    attack = attacked()
    cut_now(attack)
    head = attack.alice.store.checkpoint(attack.alice.pair.own)
    assert head is not None

    verify_head(head.note, origin=head.origin, keys=keys_of(attack.alice))

    assert [line.name for line in split_note(head.note).signatures] == [str(head.origin)] * 2
    assert max(len(line.signature) for line in split_note(head.note).signatures) > 2_000


def test_whoever_breaks_ed25519_still_cannot_sign_another_head_with_both_lines() -> None:
    attack = attacked()
    cut_now(attack)
    record = attack.alice.store.checkpoint(attack.alice.pair.own)
    assert record is not None
    secrets = attack.alice.services.working.of(attack.alice.services.keys)
    other = Checkpoint(origin=str(record.origin), size=record.size, root=bytes(32))
    forged = sign_checkpoint(other, signers=secrets.head_signers(record.origin, ml_dsa_at=None))

    ml_dsa_line = max(record.note.splitlines(keepends=True), key=len)

    with pytest.raises(CounterpartError):
        verify_head(forged + ml_dsa_line, origin=record.origin, keys=keys_of(attack.alice))


def test_a_key_sheet_needs_both_root_signatures() -> None:
    attack = attacked()
    node = attack.alice.services.store.node()
    assert node is not None
    card = parse_card(node.card)
    lines = card.notes[0].splitlines(keepends=True)
    signatures = [number for number, line in enumerate(lines) if line.startswith("— ".encode())]

    for missing in signatures:
        with pytest.raises(CounterpartError):
            verify_sheet(
                b"".join(line for number, line in enumerate(lines) if number != missing),
                root=card.sheets[0].root,
            )


def test_a_broken_ml_dsa_line_is_not_passed_over() -> None:
    attack = attacked()
    cut_now(attack)
    record = attack.alice.store.checkpoint(attack.alice.pair.own)
    assert record is not None

    altered = flip(record.note, (len(record.note) - 200) * 8)

    with pytest.raises(CounterpartError):
        verify_head(altered, origin=record.origin, keys=keys_of(attack.alice))
