"""Starting the demonstration over removes what it made, and nothing else."""

from pathlib import Path

import pytest

from servanda.simulation.demo.play import MADE, play
from servanda.simulation.demo.stage import DemonstrationError, Stage


def test_starting_over_keeps_the_files_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in MADE:
        (tmp_path / name).write_text("left by an earlier run", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    def no_acts(stage: Stage) -> None:
        del stage
        raise DemonstrationError("nobody plays")

    monkeypatch.setattr("servanda.simulation.demo.play._resume_nodes", no_acts)
    with pytest.raises(DemonstrationError, match="nobody plays"):
        play(Stage(folder=tmp_path, say=lambda _: None), language="en", fresh=True)

    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
