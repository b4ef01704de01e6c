"""Private keys rest encrypted, are read by their owner alone, and come back as they were."""

from pathlib import Path
from secrets import token_bytes

import pytest

from servanda.core.identifiers import PartyId
from servanda.core.keys.private import generate_root, generate_secrets
from servanda.store.home.key_files import (
    PASSPHRASE_VARIABLE,
    KeyFiles,
    KeysUnavailableError,
)

ALICE = PartyId("alice.example")
SECRETS = generate_secrets(token_bytes, party=ALICE, kem_name="kem-2026a")


def passphrase_file(folder: Path, text: str) -> Path:
    file = folder / "passphrase"
    file.write_text(text)
    file.chmod(0o600)
    return file


def test_keys_come_back_as_they_were_saved(tmp_path: Path) -> None:
    root = generate_root(token_bytes, party=ALICE)
    keys = KeyFiles(tmp_path, token_bytes)
    assert not keys.exists()
    keys.save(SECRETS)
    keys.save_root(root)

    read = KeyFiles(tmp_path, token_bytes)

    assert read.exists()
    assert read.load() == SECRETS
    assert read.load_root() == root


def test_no_seed_lies_on_the_disk_in_the_clear(tmp_path: Path) -> None:
    KeyFiles(tmp_path, token_bytes).save(SECRETS)

    for file in tmp_path.iterdir():
        assert SECRETS.sign not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0


def test_keys_are_read_once_and_kept(tmp_path: Path) -> None:
    keys = KeyFiles(tmp_path, token_bytes)
    keys.save(SECRETS)
    (tmp_path / "node.secrets").unlink()

    assert keys.load() is keys.load()


def test_another_passphrase_does_not_open_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    monkeypatch.setenv(PASSPHRASE_VARIABLE, str(passphrase_file(tmp_path, "correct\nrest")))
    KeyFiles(folder, token_bytes).save(SECRETS)
    assert not (folder / "unlock").exists()
    assert KeyFiles(folder, token_bytes).load() == SECRETS

    passphrase_file(tmp_path, "wrong")

    with pytest.raises(KeysUnavailableError, match=PASSPHRASE_VARIABLE):
        KeyFiles(folder, token_bytes).load()


def test_a_passphrase_that_others_can_read_is_refused_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = passphrase_file(tmp_path, "correct")
    file.chmod(0o644)
    monkeypatch.setenv(PASSPHRASE_VARIABLE, str(file))

    with pytest.raises(KeysUnavailableError, match="chmod 600"):
        KeyFiles(tmp_path, token_bytes).save(SECRETS)


def test_an_empty_passphrase_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, str(passphrase_file(tmp_path, "\n")))

    with pytest.raises(KeysUnavailableError, match="first line"):
        KeyFiles(tmp_path, token_bytes).save(SECRETS)


def test_missing_keys_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeysUnavailableError, match="servanda init"):
        KeyFiles(tmp_path, token_bytes).load()


def test_a_damaged_file_of_keys_is_refused(tmp_path: Path) -> None:
    KeyFiles(tmp_path, token_bytes).save(SECRETS)
    file = tmp_path / "node.secrets"
    file.write_bytes(file.read_bytes()[:-3])

    with pytest.raises(KeysUnavailableError, match=r"node\.secrets"):
        KeyFiles(tmp_path, token_bytes).load()
