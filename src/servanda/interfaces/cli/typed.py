"""Put the verb that was called into a Typer application and run it."""

from collections.abc import Sequence
from importlib import import_module

import typer
import typer.main
from typer.exceptions import TyperException

from servanda.interfaces.cli.loading import loading
from servanda.interfaces.cli.output import DONE, REFUSED, WRONG_USE
from servanda.interfaces.cli.verbs import VERBS
from servanda.interfaces.cli.wrong_use import wrong_use
from servanda.interfaces.language import text

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def run(arguments: Sequence[str], *, verb: str | None) -> int:
    """Run the verb in `arguments` and return its exit code.

    Args:
        arguments: The whole command line, without the program's name.
        verb: The verb if it is a known one: only its module is loaded.

    Raises:
        WrongUseError: It cannot be called so; its usage was shown.
    """
    application = typer.Typer(
        name="servanda",
        help=text("Keep an accord with a counterpart, and let both sides prove it."),
        context_settings=_SETTINGS,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,  # a trace is for us; it must show what Python shows
        rich_markup_mode=None,
    )
    application.callback()(_no_options)
    for name, (module, summary) in VERBS.items():
        if name == verb:
            with loading():
                module_of_verb = import_module(module)
            module_of_verb.register(application, name=name, summary=text(summary))
        else:
            application.command(name, help=text(summary))(_not_called)
    command = typer.main.get_command(application)
    if verb is not None:
        with loading():
            boundary = import_module("servanda.interfaces.cli.guard")
        boundary.guard(command, verb=verb)
    try:
        ended = command(list(arguments), prog_name="servanda", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE
    except typer.Abort:
        return REFUSED
    except TyperException as error:
        if _asks_for_help(error):
            typer.echo(str(error), err=True)
            return WRONG_USE
        raise wrong_use(error, arguments) from error
    return ended if isinstance(ended, int) else DONE


def _asks_for_help(error: TyperException) -> bool:
    """Return whether a group of verbs was named without a verb: then its help is the answer."""
    return type(error).__name__ == "NoArgsIsHelpError"


def _no_options() -> None:
    """Stand for the program itself, so that a single verb still has to be named."""


def _not_called() -> None:
    """Stand for a verb whose module was not loaded: it is only listed."""
