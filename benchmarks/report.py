"""What a benchmark prints: a table for people, then one line of JSON."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Report:
    """Rates and ratios of one benchmark.

    Attributes:
        bench: Its name.
        rates: By name; per CPU-second, or in the unit that the name ends in.
        ratios: By name, each with its goal or none.
    """

    bench: str
    rates: dict[str, float] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    _goals: dict[str, str] = field(default_factory=dict)

    def rate(self, name: str, value: float, *, goal: str = "") -> None:
        """Note one rate."""
        self.rates[name] = round(value, 3)
        self._goals[name] = goal

    def ratio(self, name: str, value: float, *, goal: str = "") -> None:
        """Note one ratio."""
        self.ratios[name] = round(value, 3)
        self._goals[name] = goal

    def print(self) -> None:
        """Print the table and, last, the line of JSON."""
        for title, values in (("rates", self.rates), ("ratios", self.ratios)):
            print(title)
            for line in self._lines(values):
                print(line)
        print(json.dumps({"bench": self.bench, "rates": self.rates, "ratios": self.ratios}))
        sys.stdout.flush()

    def _lines(self, values: Mapping[str, float]) -> list[str]:
        return [
            f"  {name:<34} {value:>12,.3f}   {self._goals[name]}".rstrip()
            for name, value in values.items()
        ]
