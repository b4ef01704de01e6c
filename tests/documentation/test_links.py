"""Links between documents lead somewhere, and so do the sources that code names."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.places import ROOT, named, python_files, repository_files

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
# A source in a docstring or comment; pages are named from the root of the repository.
DOCUMENT = re.compile(r"\bdocs/[\w./-]+\.md\b")


def test_every_link_between_documents_leads_to_a_file_and_a_heading() -> None:
    broken = [
        f"{named(page)}: {target}"
        for page in documents()
        for target in LINK.findall(text_of(page))
        if "://" not in target and not target.startswith("mailto:") and not leads(page, target)
    ]

    assert broken == []


def test_every_document_that_the_code_names_exists() -> None:
    broken = {
        f"{named(module)}: {document}"
        for folder in ("src", "tests", "benchmarks")
        for module in python_files(ROOT / folder)
        for document in DOCUMENT.findall(module.read_text())
        if not (ROOT / document).exists()
    }

    assert broken == set()


def documents() -> Iterator[Path]:
    return (path for path in repository_files() if path.suffix == ".md")


def text_of(page: Path) -> str:
    return FENCE.sub("", page.read_text())


def leads(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists():
        return False
    return not anchor or anchor in {anchor_of(title) for title in HEADING.findall(text_of(file))}


def anchor_of(title: str) -> str:
    kept = re.sub(r"[^\w\s-]", "", title.strip().lower())
    return re.sub(r"\s", "-", kept)
