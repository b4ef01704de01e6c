"""What is kept of a passphrase knows it again, and nothing else."""

import pytest

from servanda.core.people.passphrase import SALT_BYTES, WeakPassphraseError, build_verifier

SALT = bytes(range(SALT_BYTES))
WORDS = b"seven quiet lanterns"


def test_a_passphrase_is_known_again_and_no_other() -> None:
    verifier = build_verifier(WORDS, salt=SALT)

    assert verifier.fits(WORDS)
    assert not verifier.fits(WORDS + b" ")
    assert not verifier.fits(b"\xff not text")
    assert WORDS not in verifier.stretched


def test_the_same_signs_fit_however_the_keyboard_puts_them_together() -> None:
    verifier = build_verifier("caf\u00e9 and some words".encode(), salt=SALT)

    assert verifier.fits("cafe\u0301 and some words".encode())


def test_two_salts_give_two_verifiers_and_two_digests() -> None:
    one, other = (build_verifier(WORDS, salt=salt) for salt in (SALT, SALT[::-1]))

    assert one.stretched != other.stretched
    assert one.digest != other.digest


@pytest.mark.parametrize("weak", [b"", b"short", b"eleven char", b"\xff" * 20, b"x" * 2000])
def test_a_weak_passphrase_is_refused(weak: bytes) -> None:
    with pytest.raises(WeakPassphraseError):
        build_verifier(weak, salt=SALT)
