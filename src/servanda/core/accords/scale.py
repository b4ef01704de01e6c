"""The scale on which assessments of commitments are given: data of the accord, fixed for it.

Values are words in an order, never numbers: two of them can be set side by side, and there is
nothing to add up or to divide.

Source: docs/spec/assessments.md, "The scale"; docs/spec/accord-templates.md, "Scale".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# On every scale: there is nothing to judge by, or the two sides do not agree on what happened.
NOT_ASSESSABLE: Final = "not_assessable"
DISPUTED: Final = "disputed"
ON_EVERY_SCALE: Final = frozenset((NOT_ASSESSABLE, DISPUTED))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleValue:
    """One value of a scale.

    Attributes:
        code: As it stands in facts.
        title: What it is called, by language.
    """

    code: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The values that an assessment may have, beside those on every scale.

    Attributes:
        name: Of the scale.
        values: From the least to the most.
        source: Where it comes from, with its mark.
    """

    name: str
    values: tuple[ScaleValue, ...]
    source: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """What may stand in facts."""
        return ON_EVERY_SCALE.union(value.code for value in self.values)

    def title(self, code: str, *, language: str) -> str:
        """Return what a value is called in `language`; empty for those on every scale."""
        for value in self.values:
            if value.code == code:
                return value.title.get(language) or next(iter(value.title.values()), code)
        return ""


# What holds where the terms name none: how far a promise was carried out.
DEFAULT_SCALE: Final = Scale(
    name="implementation",
    values=(
        ScaleValue(code="not_initiated", title={"en": "not initiated", "zh-Hans": "未启动"}),
        ScaleValue(code="minimal", title={"en": "minimal", "zh-Hans": "少量履行"}),
        ScaleValue(code="intermediate", title={"en": "intermediate", "zh-Hans": "部分履行"}),
        ScaleValue(code="full", title={"en": "full", "zh-Hans": "全面履行"}),
    ),
    source="levels of implementation of the Kroc Institute's peace accord reports, 2017 [V]",
)
