"""The command line finds its verb, speaks the language asked for, and keeps its exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.people.verb_table import GUEST_VERBS
from servanda.interfaces.cli.main import main
from servanda.interfaces.cli.output import show_error
from servanda.interfaces.cli.verbs import VERBS
from tests.interfaces.cli.homes import Desk

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "cli.md"

# Verbs with verbs of their own: it is those that take options.
GROUPS = {
    "counterpart": ("add", "show", "carriers"),
    "accord": ("draft", "amend", "lint", "show", "propose", "accept"),
    "calendar": ("draft",),
    "evidence": ("add", "decide", "decisions", "trend", "incident code", "incident show"),
    "clock": ("show", "set", "real"),
    "hotline": ("call", "confirm", "list", "show", "report"),
    "contact": ("propose", "say", "list"),
    "person": ("hand-over", "event", "review", "erase", "list"),
    "suspend": ("start", "resume", "leave", "show"),
    "assessment": ("draft", "comment", "release", "list", "show", "key", "sign", "carry"),
    "concern": ("issue", "reply", "assent", "maintain", "refer", "close", "press", "list"),
    "dispute": ("state", "answer", "narrow", "withdraw", "list"),
    "exercise": ("list", "check", "rehearse", "propose", "run", "report", "carry"),
    "dialogue": (
        "show",
        "calendar",
        "plan",
        "confirm",
        "propose-agenda",
        "agree-agenda",
        "attend",
        "postpone",
        "cancel",
        "hold",
        "follow-up",
        "publish",
        "promise",
        "report",
        "summary",
        "agenda",
        "note",
    ),
    "approve": ("list", "show", "give", "refuse", "withdraw"),
    "handover": ("now", "write", "show", "confirm", "list"),
    "audit": ("show", "head", "export", "verify"),
    "staff": (
        "list",
        "changes",
        "roster",
        "add",
        "roles",
        "remove",
        "reset",
        "unlock",
        "passphrase",
        "four-eyes",
        "confirm",
        "reject",
        "cover",
        "duty",
        "end",
    ),
    "escalate": ("raise", "acknowledge", "decide", "close", "list"),
    "keys": ("show", "sign", "rotate kem", "rotate sheet"),
    "guest": ("init", "read", "write", *GUEST_VERBS),
}
CALLS = [(verb, *each.split()) for verb in VERBS for each in GROUPS.get(verb, ("",))]


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("empty"), "nobody.example")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_LANG", "en")


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_verb_has_json_and_a_help_text(
    call: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    if call == ("verify",):
        with pytest.raises(SystemExit, match="0"):
            main([*call, "--help"])
    else:
        assert main([*call, "--help"]) == 0

    assert "--json" in capsys.readouterr().out


def test_the_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0

    shown = capsys.readouterr().out
    assert [verb for verb in VERBS if f" {verb} " not in shown] == []


def test_what_does_not_fit_is_told_in_the_language_asked_for_and_to_programs_as_values(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(".pieces", expect(Expected.INTEGER, least=1, most=9), 0)

    show_error(InvalidInputError(fault.within("information")), as_json=False)
    assert capsys.readouterr().err == (
        "servanda: information: pieces: expected a whole number from 1 to 9, found 0\n"
    )
    monkeypatch.setenv("SERVANDA_LANG", "zh-Hans")
    show_error(InvalidInputError(fault.within("information")), as_json=True)
    shown = capsys.readouterr()
    assert shown.err == "servanda: information: pieces：应为：1 至 9 的整数；实为：0\n"
    assert json.loads(shown.out)["fault"] == {
        "path": "information: pieces",
        "expected": "integer",
        "parameters": {"least": 1, "most": 9},
        "found": "0",
    }


def test_the_help_is_given_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "zh", "--help"]) == 0

    assert "与对方共守协定" in capsys.readouterr().out


def test_every_verb_has_its_heading_in_the_reference() -> None:
    headings = [
        line for line in REFERENCE.read_text(encoding="utf-8").splitlines() if line[:3] == "## "
    ]

    assert [verb for verb in VERBS if not any(f"`servanda {verb}" in one for one in headings)] == []


@pytest.mark.parametrize(
    "arguments", [["unknown"], ["send"], ["init"], ["clock", "set"], ["card", "--unknown"]]
)
def test_wrong_use_ends_with_two(arguments: list[str]) -> None:
    assert main(arguments) == 2


@pytest.mark.parametrize(
    ("arguments", "path", "expected", "found"),
    [
        (["card", "--unknown"], "", "option", "'--unknown'"),
        (["find"], "TEXT", "member", "none"),
        (["show"], "name", "member", "none"),
        (["queue", "--limit", "many"], "--limit", "integer", "'many'"),
        (["queue", "--limit=0"], "--limit", "integer", "'0'"),
        (["queue", "--limit"], "--limit", "member", "none"),
        (["calendar", "draft", "CN"], "--years", "member", "none"),
        (["deliver", "--to"], "--to", "member", "none"),
        (["find", "one", "two"], "", "call", "'find one two --json'"),
        (["clock", "turn"], "", "code", "'turn'"),
        (["unknown"], "", "code", "'unknown'"),
        ([], "", "option", "'--json'"),
        (["verify"], "", "call", None),
        (["verify", "a.zip", "--unknown"], "", "call", None),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_use_is_told_to_programs_as_a_problem_and_to_people_in_both_languages(
    arguments: list[str],
    path: str,
    expected: str,
    found: str | None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # An option without its value has to stand at the end, or it takes the next word for it.
    at_end = arguments[-1:] in (["--limit"], ["--to"])
    call = ["--json", *arguments] if at_end else [*arguments, "--json"]
    call = [arguments[0], "--json", *arguments[1:]] if at_end else call

    assert main(call) == 2
    english = capsys.readouterr()
    monkeypatch.setenv("SERVANDA_LANG", "zh-Hans")
    assert main(call) == 2
    chinese = capsys.readouterr()

    told = json.loads(english.out)
    assert told["error"] == "wrong-use"
    assert (told["fault"]["path"], told["fault"]["expected"]) == (path, expected)
    assert found is None or told["fault"]["found"] == found
    assert json.loads(chinese.out)["fault"] == told["fault"]
    assert at_end or "Usage: servanda" in english.err
    assert "expected" in english.err
    assert at_end or "用法：servanda" in chinese.err
    assert "应为" in chinese.err
    assert "expected" not in chinese.err


def test_a_group_of_verbs_without_a_verb_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clock"]) == 2
    assert main([]) == 2

    assert "real" in capsys.readouterr().err


def test_an_unknown_language_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "tlh", "card", "--json"]) == 2

    assert json.loads(capsys.readouterr().out)["error"] == "unknown-language"


def test_a_home_that_is_not_set_up_is_refused_with_the_cure(nobody: Desk) -> None:
    run = nobody.run("inbox", "--json")

    assert run.exit == 1
    assert "servanda init" in run.result["message"]
    assert "servanda init" in run.err


@pytest.mark.parametrize(
    "call",
    [
        ["inbox"],
        ["queue"],
        ["doctor"],
        ["find", "x"],
        ["show", "x"],
        ["clock", "show"],
        ["accord", "show"],
        ["register"],
        ["review"],
        ["keys", "show"],
        ["counterpart", "show"],
        ["card"],
    ],
    ids=" ".join,
)
def test_looking_at_a_home_that_is_not_there_leaves_nothing_behind(
    call: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "empty").mkdir()
    for home in (tmp_path / "none" / "deep", tmp_path / "empty"):
        monkeypatch.setenv("SERVANDA_HOME", str(home))

        assert main([*call, "--json"]) == 1
        assert "servanda init" in json.loads(capsys.readouterr().out)["message"]

    assert [one.relative_to(tmp_path) for one in tmp_path.rglob("*")] == [Path("empty")]


def test_a_home_for_a_party_that_cannot_be_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVANDA_HOME", str(tmp_path / "none"))

    assert main(["init", "No Party!"]) == 2

    assert list(tmp_path.iterdir()) == []


def test_help_and_verify_load_neither_django_nor_a_server() -> None:
    code = (
        "import sys; from servanda.interfaces.cli.main import main\n"
        "main(['verify', 'nothing.zip']); main(['--help'])\n"
        "print([name for name in ('django', 'httpx', 'granian') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_a_verb_that_opens_the_store_loads_nothing_it_has_no_use_for(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "quick.example")
    desk.do("init", "quick.example", "--no-https")
    unused = (
        *("rich", "pydantic", "httpx", "granian", "pyrage", "whitenoise", "csp"),
        *("django.urls", "django.http", "django.contrib"),
        # `documents.code_names` is the one table of words for codes, which every verb shows.
        *(f"servanda.documents.{name}" for name in ("review", "dossier", "evidence")),
        *("servanda.transports", "servanda.core.verifier", "numpy", "scipy", "trafilatura"),
    )
    code = (
        "import sys; from servanda.interfaces.cli.main import main\n"
        "status = [main(['clock', 'show']), main(['inbox', '--json'])]\n"
        f"print(status, [name for name in {unused!r} if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=desk.environment(),
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout.strip().splitlines()[-1] == "[0, 0] []"
    assert not done.stderr


def test_verify_works_where_only_the_core_is_installed() -> None:
    code = (
        "import sys\n"
        "for name in ('typer', 'rich', 'django', 'httpx', 'granian'):\n"
        "    sys.modules[name] = None\n"
        "import importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'typer' else real(name, *a)\n"
        "from servanda.interfaces.cli.main import main\n"
        "sys.exit(main(['verify', 'nothing.zip']))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["bundle"] == "wrong"
