"""A small good template, and many that differ from it by one change, with what is wrong in each."""

from collections.abc import Mapping, Sequence

from servanda.core.accords.template import TEMPLATE_FILE

GOOD = """\
title = "A small accord"

[terms]
kinds = ["preservation", "mitigation"]
subjects = [
  "cyber",
]
grounds = ["other"]
grace_seconds = 0
preservation_days = 60
preservation_longest_days = 90

[[clock]]
name = "answer"
unit = "hours"
amount = 8

[[clock]]
name = "update"
unit = "calendar_days"
amount = 14

[[commitment]]
id = "C1"
nature = "continuing"

[[commitment]]
id = "C2"
nature = "process"
"""
ENGLISH = "# Words\n\n## C1\n\nAnswer in time.\n\n## C2\n\nTalk openly.\n"
CHINESE = "# 文本\n\n## C1\n\n及时答复。\n\n## C2\n\n坦诚交流。\n"
STAGE = '\n[[stage]]\nname = "notification"\nstart = "stage"\nunit = "hours"\namount = 72\n'
SERIES = '\n[[series]]\nname = "dialogue"\ninterval_months = 6\n'
LEVEL = "\n[[service_level]]\npercent = 80\nhours = 120\n"
ONLY = '\n[commitment.only]\nzh-Hans = "公开"\n'


def changed(old: str, new: str, *, file: str = TEMPLATE_FILE) -> Mapping[str, bytes]:
    content = {TEMPLATE_FILE: GOOD, "text.en.md": ENGLISH, "text.zh-Hans.md": CHINESE}
    assert old in content[file]
    content[file] = content[file].replace(old, new, 1)
    return {name: text.encode() for name, text in content.items()}


# What was changed in the good template, and the faults it must have: file, line, member, expected.
BAD_TEMPLATES: Mapping[str, tuple[Mapping[str, bytes], Sequence[tuple[str, int, str, str]]]] = {
    "not TOML": (changed("[terms]", "[terms"), [(TEMPLATE_FILE, 3, "", "TOML")]),
    "a text that does not end": (
        changed('nature = "process"', 'nature = """process'),
        [(TEMPLATE_FILE, 30, "", "TOML")],
    ),
    "a key twice": (changed("kinds =", "subjects ="), [(TEMPLATE_FILE, 7, "", "TOML")]),
    "no title": (
        changed("title", "titel"),
        [
            (TEMPLATE_FILE, 1, "titel", "no such member"),
            (TEMPLATE_FILE, 1, "title", "a value"),
        ],
    ),
    "no terms": (
        changed("[terms]", "[term]"),
        [
            (TEMPLATE_FILE, 1, "terms", "a value"),
            (TEMPLATE_FILE, 3, "term", "no such member"),
        ],
    ),
    "a wrong kind": (
        changed('"mitigation"', '"sabotage"'),
        [
            (TEMPLATE_FILE, 4, "terms.kinds[1]", "one of"),
        ],
    ),
    "a kind twice": (
        changed('"mitigation"', '"preservation"'),
        [
            (TEMPLATE_FILE, 4, "terms.kinds[1]", "each one once"),
        ],
    ),
    "a subject with a space": (
        changed('"cyber"', '"cy ber"'),
        [
            (TEMPLATE_FILE, 6, "terms.subjects[0]", "a code of the accord's subjects"),
        ],
    ),
    "no subjects": (
        changed('\n  "cyber",\n', ""),
        [
            (TEMPLATE_FILE, 5, "terms.subjects", "a list of 1 to 100"),
        ],
    ),
    "an unknown member": (
        changed("grace_seconds", "grace_hours"),
        [
            (TEMPLATE_FILE, 3, "terms.grace_seconds", "a value"),
            (TEMPLATE_FILE, 9, "terms.grace_hours", "no such member"),
        ],
    ),
    "a fraction": (
        changed("amount = 8", "amount = 8.5"),
        [
            (TEMPLATE_FILE, 16, "clock[0].amount", "a whole number from 0 to 10000"),
        ],
    ),
    "two faults in two clocks": (
        changed('unit = "hours"\namount = 8', 'unit = "weeks"\namount = -1'),
        [
            (TEMPLATE_FILE, 15, "clock[0].unit", "one of"),
            (TEMPLATE_FILE, 16, "clock[0].amount", "a whole number"),
        ],
    ),
    "a clock without a unit": (
        changed('unit = "calendar_days"\n', ""),
        [
            (TEMPLATE_FILE, 18, "clock[1].unit", "a value"),
        ],
    ),
    "two rules for the same": (
        changed('"update"', '"answer"'),
        [
            (TEMPLATE_FILE, 18, "clock[1]", "one rule for answer/*/*/*"),
        ],
    ),
    "an amount of nothing": (
        changed("amount = 14", "amount = 0"),
        [
            (TEMPLATE_FILE, 21, "clock[1].amount", "0 exactly with unit none"),
        ],
    ),
    "a roll of hours": (
        changed("amount = 8", 'amount = 8\nroll = "next_working_day"'),
        [
            (TEMPLATE_FILE, 17, "clock[0].roll", "no roll with unit hours"),
        ],
    ),
    "longest before shortest": (
        changed("longest_days = 90", "longest_days = 30"),
        [
            (TEMPLATE_FILE, 11, "terms.preservation_longest_days", "at least 60"),
        ],
    ),
    "a wrong nature": (
        changed('"process"', '"vague"'),
        [
            (TEMPLATE_FILE, 29, "commitment[1].nature", "one of"),
        ],
    ),
    "an id with a space": (
        changed('"C2"', '"C 2"'),
        [
            (TEMPLATE_FILE, 28, "commitment[1].id", "an id of letters"),
        ],
    ),
    "a commitment twice": (
        changed('"C2"', '"C1"'),
        [
            (TEMPLATE_FILE, 28, "commitment[1].id", "each one once"),
            ("text.en.md", 7, "", "a heading ## C1"),
            ("text.zh-Hans.md", 7, "", "a heading ## C1"),
        ],
    ),
    "a passage that is not there": (
        changed('"process"\n', f'"process"\n{ONLY}'),
        [
            (
                TEMPLATE_FILE,
                32,
                "commitment[1].only.zh-Hans",
                "a passage of the text in zh-Hans alone",
            ),
        ],
    ),
    "a language without a text": (
        changed('"process"\n', f'"process"\n{ONLY}'.replace("zh-Hans", "fr")),
        [
            (TEMPLATE_FILE, 32, "commitment[1].only.fr", "one of en, zh-Hans"),
        ],
    ),
    "a passage of a text that cannot be read": (
        {
            **changed('"process"\n', f'"process"\n{ONLY}'),
            "text.en.md": b"## C1\n\nAnswer in time.\n",
        },
        [("text.en.md", 4, "", "a heading ## C2")],
    ),
    "a stage after nothing": (
        changed('"process"\n', f'"process"\n{STAGE}'),
        [
            (TEMPLATE_FILE, 31, "stage[0].after", "a stage that stands before notification"),
        ],
    ),
    "a stage from awareness after a stage": (
        changed(
            '"process"\n',
            f'"process"\n{STAGE}'.replace(
                'start = "stage"', 'start = "awareness"\nafter = "notification"'
            ),
        ),
        [(TEMPLATE_FILE, 34, "stage[0].after", "only with start stage")],
    ),
    "a stage twice": (
        changed('"process"\n', f'"process"\n{STAGE}{STAGE}'.replace('"stage"', '"awareness"')),
        [(TEMPLATE_FILE, 38, "stage[1].name", "each one once")],
    ),
    "a series twice": (
        changed('"process"\n', f'"process"\n{SERIES}{SERIES}'),
        [
            (TEMPLATE_FILE, 36, "series[1].name", "each one once"),
        ],
    ),
    "a date that is no text": (
        changed('"process"\n', f'"process"\n{SERIES}first_by = 2015-12-31\n'),
        [(TEMPLATE_FILE, 34, "series[0].first_by", "a day YYYY-MM-DD")],
    ),
    "a level for a kind that is not used": (
        changed('"process"\n', f'"process"\n{LEVEL}kind = "investigation"\n'),
        [(TEMPLATE_FILE, 34, "service_level[0].kind", "one of mitigation, preservation")],
    ),
    "more than all": (
        changed('"process"\n', f'"process"\n{LEVEL}'.replace("80", "180")),
        [(TEMPLATE_FILE, 32, "service_level[0].percent", "a whole number from 1 to 100")],
    ),
    "a hotline read in a third way": (
        changed("[[clock]]", '[terms.hotline]\nreading = "sometimes"\n\n[[clock]]'),
        [(TEMPLATE_FILE, 14, "terms.hotline.reading", "one of any_time, while_responding")],
    ),
    "the source of no number": (
        changed("[[clock]]", '[terms.sources]\ngrace_seconds = "[S]"\n\n[[clock]]'),
        [(TEMPLATE_FILE, 14, "terms.sources.grace_seconds", "one of")],
    ),
    "a source of checks that are none": (
        changed("grace_seconds = 0", 'grace_seconds = 0\ncheck_source = "[M]"'),
        [(TEMPLATE_FILE, 10, "terms.check_source", "only with check_months")],
    ),
    "no such language tag": (
        changed("grace_seconds = 0", 'grace_seconds = 0\nlanguages = ["English"]'),
        [(TEMPLATE_FILE, 10, "terms.languages[0]", "a language tag such as en or zh-Hans")],
    ),
    "a wrong heading": (
        changed("## C2", "## C3", file="text.en.md"),
        [
            ("text.en.md", 7, "", "a heading ## C2"),
        ],
    ),
    "a missing heading": (
        changed("## C2\n\nTalk openly.\n", "", file="text.en.md"),
        [
            ("text.en.md", 7, "", "a heading ## C2"),
        ],
    ),
    "a further heading": (
        changed("openly.\n", "openly.\n\n## C3\n\nMore.\n", file="text.en.md"),
        [
            ("text.en.md", 11, "", "no further heading"),
        ],
    ),
    "a heading without words": (
        changed("及时答复。", "", file="text.zh-Hans.md"),
        [
            ("text.zh-Hans.md", 3, "", "words under ## C1"),
        ],
    ),
    "a text in no language of ours": (
        {**changed("title", "title"), "text.fr.md": ENGLISH.encode()},
        [("text.fr.md", 1, "", "one of en, zh-Hans")],
    ),
    "a text that is not UTF-8": (
        {**changed("title", "title"), "text.en.md": b"## C1\n\n\xff\n"},
        [("text.en.md", 3, "", "UTF-8")],
    ),
    "rules that are not UTF-8": (
        {**changed("title", "title"), TEMPLATE_FILE: b"title = 1\n# \xff"},
        [(TEMPLATE_FILE, 2, "", "UTF-8")],
    ),
    "no words at all": (
        {TEMPLATE_FILE: GOOD.encode()},
        [("text.en.md", 1, "", "words in at least one language")],
    ),
    "nested without end": (
        {**changed("title", "title"), TEMPLATE_FILE: b"a = " + b"[" * 5_000},
        [(TEMPLATE_FILE, 1, "", "TOML")],
    ),
}
