"""Units of armed forces and intrusion groups: the number is the identity.

Units whose digits differ are never one, whatever is said of them, and a nickname means a unit only
as `said to be`.

Source: docs/spec/evidence/names.md, "Units".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from servanda.evidence.names.mentions import EntityKind, entity_key
from servanda.evidence.names.scene import Scene

# "Unit 61398", "PLA Unit No. 61398"; "61398部队"; groups that trackers count: "APT1". Three
# patterns, each tried only where its fixed letters are: most texts name no unit.
_UNIT: Final = re.compile(r"\bUnit\s+(?:No\.?\s*|#)?(\d{3,6})\b")
_CHINESE: Final = re.compile(r"(?<!\d)(\d{5})\s?部队")
_SERIES: Final = ("APT", "UNC", "FIN", "TEMP", "TAG", "UTA", "Storm")
_GROUP: Final = re.compile(rf"\b({'|'.join(_SERIES)})[-\s.]?(\d{{1,5}})\b")
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class NumberedUnit:
    """A unit's name in a text, with its key and the form to show."""

    start: int
    end: int
    key: str
    name: str


def numbered_units(text: str) -> Iterator[NumberedUnit]:
    """Yield the numbered units of `text`; the key holds the series and the digits, nothing else."""
    if "Unit" in text:
        for match in _UNIT.finditer(text):
            yield _unit(match, f"Unit {match[1]}")
    if "部队" in text:
        for match in _CHINESE.finditer(text):
            yield _unit(match, f"Unit {match[1]}")
    if any(series in text for series in _SERIES):
        for match in _GROUP.finditer(text):
            yield _unit(match, f"{match[1]}{match[2]}")


def _unit(match: re.Match[str], name: str) -> NumberedUnit:
    return NumberedUnit(match.start(), match.end(), entity_key(EntityKind.UNIT, name), name)


def units_of(scene: Scene) -> Iterator[NumberedUnit]:
    """Yield the numbered units of a document outside its furniture."""
    furniture = scene.document.furniture
    for unit in numbered_units(scene.document.text):
        if not any(span.start <= unit.start < span.end for span in furniture):
            yield unit


def numbers_of(name: str) -> tuple[str, ...]:
    """Return the numbers in a name, which must be equal wherever two names may be one."""
    return tuple(_NUMBER.findall(name))
