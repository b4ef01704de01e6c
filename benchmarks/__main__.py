"""`./run bench NAME [--full]`: run one measurement.

Each module named here has `main(arguments)`, which prints what it finds and ends with one line
of JSON (docs/reference/benchmarks.md).
"""

import sys
from collections.abc import Sequence
from importlib import import_module

NAMES = (
    "exchange",
    "verify",
    "attachments",
    "casework",
    "brief",
    "directory",
    "evidence",
    "faults",
    "mail",
)


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark named first; return the exit code."""
    if not arguments or arguments[0] not in NAMES:
        print(f"usage: ./run bench {'|'.join(NAMES)} [--full]", file=sys.stderr)
        return 2
    name, *rest = arguments
    code: int = import_module(f"benchmarks.{name}").main(rest)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
