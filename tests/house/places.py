"""Where things are in the repository, and which files belong to it."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "servanda"
TESTS = ROOT / "tests"
REQUIREMENTS = ROOT / "requirements"

# Made by tools or by running; git ignores them, and so does a walk without git.
_MADE = {
    ".venv",
    ".venv-peer",
    ".venv-peer-evidence",
    "servanda-demo",
    "mutants",
    "__pycache__",
    "build",
    "dist",
}


def repository_files() -> list[Path]:
    """Return the files that are, or would be, tracked: all that git does not ignore.

    Without git (a source archive) every file that is not in a folder made by a tool.
    """
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
        return sorted(file for file in files if file.is_file())
    return sorted(_walk(ROOT))


def python_files(folder: Path) -> list[Path]:
    """Return the Python files below `folder`."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def named(path: Path) -> str:
    """Return how messages name a file: its path inside the repository."""
    return path.relative_to(ROOT).as_posix()


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _MADE or (path.name.startswith(".") and path.name not in {".ci"}):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path
