"""How something was found: the rule's name, its version, and the settings it ran with.

Every derived value carries it. The store refuses a row without it, and a reader who doubts a
line of the report finds the rule on its page by this name.

Source: docs/spec/evidence/README.md, "Rules".
"""

from typing import NewType

How = NewType("How", str)


def how(rule: str, version: int, **settings: int | str) -> How:
    """Return the written form: `speaker.cue/2` or `reuse.copy/1(containment=500)`.

    Args:
        rule: Dotted name of the rule, after the folder that holds it.
        version: Raised by whoever changes what the rule finds.
        settings: Thresholds and versions of libraries that the result depends on.
    """
    shown = ",".join(f"{name}={value}" for name, value in sorted(settings.items()))
    return How(f"{rule}/{version}({shown})" if shown else f"{rule}/{version}")
