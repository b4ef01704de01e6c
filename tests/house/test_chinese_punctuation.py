"""Chinese texts have the punctuation of Chinese: full width, as GB/T 15834 has it."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from servanda.interfaces import language

SOURCE = Path(language.__file__).parents[1]
# Where texts for people stand beside the catalogue; texts of others are read in evidence/.
SPOKEN = (
    "core",
    "documents",
    "interfaces",
    "node",
    "simulation",
    "store",
    "transports",
    "usecases",
)
HAN = "\u3007\u4e00-\u9fff"
NARROW = re.compile(f"[{HAN}][,:;?!(](?!//)|[,:;?!)][{HAN}]|[{HAN}]\\)")
CODE = re.compile(r"`[^`]*`")
PLACE = re.compile(r"\{[a-z_]*\}")  # of a text; what fills it is as often Chinese as not


def chinese_literals(path: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.STRING and re.search(f"[{HAN}]", token.string):
            yield token.start[0], token.string


def narrow_signs(text: str) -> list[str]:
    """Return each sign of half width beside a Chinese character or a place, outside of code."""
    return NARROW.findall(PLACE.sub("某", CODE.sub("", text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共 3 份,其中 1 份无效", ["份,"]),
        ("共 3 份\uff0c其中 1 份无效", []),
        ("用 `--fact a,b` 给出\uff08见说明\uff09", []),
        ("说明(见下)", ["明(", "下)"]),
        ("{round}({day}):共 3 点", ["某(", "某)", ":共"]),
    ],
)
def test_a_sign_of_half_width_is_found(text: str, found: list[str]) -> None:
    assert narrow_signs(text) == found


def test_every_translation_has_the_punctuation_of_chinese() -> None:
    with (SOURCE / "data" / "locale" / "zh-Hans" / "servanda.po").open("rb") as file:
        catalogue = read_po(file)
    wrong = [str(entry.string) for entry in catalogue if narrow_signs(str(entry.string))]

    assert len(catalogue) > 0
    assert wrong == []


def test_every_chinese_text_in_the_code_has_the_punctuation_of_chinese() -> None:
    literals = [
        (f"{path.relative_to(SOURCE)}:{line}", text)
        for folder in SPOKEN
        for path in sorted((SOURCE / folder).rglob("*.py"))
        for line, text in chinese_literals(path)
    ]

    assert len(literals) > 0
    assert [place for place, text in literals if narrow_signs(text)] == []
