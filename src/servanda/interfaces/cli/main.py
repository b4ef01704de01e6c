"""Where the command line begins: finds the verb, loads it alone, and turns errors into exit codes.

A verb's module is loaded only when it is called, for a desk's scripts call many verbs and each
is a process of its own. `verify` needs nothing but the core: it works where neither Typer nor
Django is installed.

Source: docs/reference/cli.md.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from servanda.core.errors import InvalidInputError, ServandaError
from servanda.interfaces.cli.loading import loading
from servanda.interfaces.cli.output import DONE, REFUSED, WRONG_USE, Refused, show_error
from servanda.interfaces.cli.verbs import VERBS
from servanda.interfaces.cli.wish import take_wish, wished
from servanda.interfaces.language import LANGUAGE_VARIABLE, current_language, parse_language

_JSON = "--json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code: 0 done, 1 refused or unverified, 2 wrong use."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = _JSON in given
    try:
        given = _take_language(given)
        current_language()
        given, wish = take_wish(given)
        with wished(wish):
            return _run(given)
    except Refused:
        return REFUSED
    except InvalidInputError as error:
        show_error(error, as_json=as_json)
        return WRONG_USE
    except ServandaError as error:
        show_error(error, as_json=as_json)
        return REFUSED
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be written there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return REFUSED


def _run(arguments: Sequence[str]) -> int:
    named = next((item for item in arguments if not item.startswith("-")), "")
    if named == "verify" or find_spec("typer") is None:
        with loading():
            verify = import_module("servanda.interfaces.cli.verify")
        return int(verify.main(arguments))
    with loading():
        typed = import_module("servanda.interfaces.cli.typed")
    return int(typed.run(arguments, verb=named if named in VERBS else None))


def _take_language(arguments: Sequence[str]) -> list[str]:
    """Return the arguments without `--lang`, which is allowed anywhere, and set it.

    It is set in the environment, so that what this process starts speaks the same language.
    """
    kept: list[str] = []
    rest = iter(arguments)
    for item in rest:
        if item == "--":
            return [*kept, item, *rest]
        name, separator, value = item.partition("=")
        if name != "--lang":
            kept.append(item)
            continue
        os.environ[LANGUAGE_VARIABLE] = parse_language(value if separator else next(rest, ""))
    return kept
