"""A short scenario, and a way to change one thing in it."""

SCENARIO = """\
v = "servanda-scenario/1"
template = "us-china-2015"
lasts = "48:00"
roles = ["asking", "asked"]

[[inject]]
id = "told"
role = "asking"
at = "0:00"

[[inject]]
id = "check"
role = "asking"
at = "1:00"
type = "check"
facts = { step = "ask", tlp = "green" }

[[inject]]
id = "later"
role = "asked"
after = "check"
wait = "2:00"

[[expect]]
id = "request"
of = "told"
role = "asking"
type = "request"
within = "1:00"
item = "form"

[[expect]]
id = "answer"
of = "request"
role = "asked"
type = "response"
clock = "answer"

[[expect]]
id = "check-answer"
of = "check"
role = "asked"
type = "check"
facts = { step = "answer" }
within = "0:15"
"""
TEXT = "# Words\n\n" + "".join(
    f"## {name}\n\nWords of {name}.\n\n"
    for name in ("title", "told", "check", "later", "item.form", "test.form")
)


def content(scenario: str = SCENARIO, **changed: str) -> dict[str, bytes]:
    """Return the files of the scenario, with other words in some of them."""
    files = {"scenario.toml": scenario, "text.en.md": TEXT, "text.zh-Hans.md": TEXT, **changed}
    return {name: text.encode() for name, text in files.items()}


def changed(old: str, new: str) -> dict[str, bytes]:
    """Return the files with one thing in `scenario.toml` put otherwise."""
    assert SCENARIO.count(old) == 1, old
    return content(SCENARIO.replace(old, new))


def line_of(text: str, *, after: str = "") -> int:
    """Return the line on which `text` stands first in `scenario.toml`, or first after `after`."""
    start = SCENARIO.index(after) if after else 0
    return SCENARIO.count("\n", 0, SCENARIO.index(text, start)) + 1
