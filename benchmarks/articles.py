"""The documents that the pipeline of evidence is measured on: a development set, or made ones.

The sets lie beside the checkout and belong to others (`../shared/data`). Without them the
demonstration's articles are taken again and again, each time with other words.
"""

import gzip
import json
import random
import tarfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
SEED = 20310924
_CHANGED = 0.3  # of the words of a demonstration article that is taken again
_PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>{title}</h1>{paragraphs}</article>
<aside><h2>Most read</h2><ul><li><a href="/a">A bridge is opened</a></li></ul></aside>
<footer><p>All rights reserved. Terms. Cookies.</p></footer></body></html>
"""


def texts(data: Path, count: int, *, is_mixed: bool = False) -> Sequence[bytes]:
    """Return `count` plain texts.

    Args:
        data: The folder of sets.
        count: How many; fewer where a set has no more.
        is_mixed: Take two sets, shuffled, so that there are twice as many.
    """
    sets = ["polnear/train-documents.jsonl.gz"]
    if is_mixed:
        sets.append("ecb-plus/dev-documents.jsonl.gz")
    found = [row for name in sets if (data / name).exists() for row in _rows(data / name)]
    if is_mixed:
        random.Random(SEED).shuffle(found)  # noqa: S311 - the same order each time
    return [text.encode() for text in found[:count]] or [*_made(count)]


def pages(data: Path, count: int) -> Sequence[bytes]:
    """Return `count` pages, or as many as the set has."""
    archive = data / "article-extraction" / "dev-pages.tar.xz"
    if not archive.exists():
        return [_page(text.decode()) for text in texts(data, count)]
    with tarfile.open(archive) as members:
        own = [
            opened.read()
            for member in sorted(members.getmembers(), key=lambda one: one.name)
            if member.isfile() and (opened := members.extractfile(member))
        ]
    own = [gzip.decompress(page) if page.startswith(b"\x1f\x8b") else page for page in own]
    return own[:count]


def _rows(file: Path) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)


def _made(count: int) -> Iterator[bytes]:
    folder = files("servanda.data") / "scenarios" / "first-year" / "articles"
    own = sorted(
        file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".txt")
    )
    numbers = random.Random(SEED)  # noqa: S311 - the same words each time
    for at in range(count):
        words = own[at % len(own)].split(" ")
        if at >= len(own):
            words = [
                word[::-1] if word.isalpha() and numbers.random() < _CHANGED else word
                for word in words
            ]
        yield " ".join(words).encode()


def _page(text: str) -> bytes:
    title, *rest = [line for line in text.split("\n") if line.strip()]
    paragraphs = "".join(f"<p>{line}</p>" for line in rest)
    return _PAGE.format(title=title, paragraphs=paragraphs).encode()
