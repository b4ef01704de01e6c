from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.store.home.agenda_notes import (
    AgendaNote,
    BrokenAgendaNoteError,
    read_agenda_notes,
    write_agenda_note,
)

NOTE = AgendaNote(ref="sha256:ab", note="谁租用了它?", line="We read it with interest.")


def test_a_note_comes_back_and_is_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "agenda-notes"
    write_agenda_note(folder, NOTE)

    assert read_agenda_notes(folder, ["sha256:ab", "sha256:cd"]) == {"sha256:ab": NOTE}
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_an_empty_note_removes_it_and_twice_is_no_error(tmp_path: Path) -> None:
    write_agenda_note(tmp_path, NOTE)
    for _ in range(2):
        write_agenda_note(tmp_path, AgendaNote(ref=NOTE.ref))

    assert read_agenda_notes(tmp_path, [NOTE.ref]) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ref=st.text(min_size=1, max_size=300))
def test_a_matter_of_any_name_stays_inside_the_folder(tmp_path: Path, ref: str) -> None:
    note = AgendaNote(ref=ref, note="n")
    try:
        write_agenda_note(tmp_path / "notes", note)
    except UnicodeEncodeError:
        return  # no text that can be typed
    assert read_agenda_notes(tmp_path / "notes", [ref]) == {ref: note}
    assert all(file.parent == tmp_path / "notes" for file in (tmp_path / "notes").iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"line":"","note":1,"ref":"sha256:ab","v":"servanda-agenda-note/1"}',
        b'{"line":"","note":"","ref":"another","v":"servanda-agenda-note/1"}',
        b'{"line":"","note":"","ref":"sha256:ab","v":"servanda-agenda-note/2"}',
    ],
)
def test_a_damaged_note_is_named_and_never_shown_as_another(tmp_path: Path, content: bytes) -> None:
    write_agenda_note(tmp_path, NOTE)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)

    with pytest.raises(BrokenAgendaNoteError, match=file.name):
        read_agenda_notes(tmp_path, [NOTE.ref])
