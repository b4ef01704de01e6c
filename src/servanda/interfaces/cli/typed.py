"""Put the verb that was called into a Typer application and run it."""

from collections.abc import Sequence
from importlib import import_module

import typer

from servanda.interfaces.cli.output import DONE
from servanda.interfaces.cli.verbs import VERBS
from servanda.interfaces.language import text

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def run(arguments: Sequence[str], *, verb: str | None) -> int:
    """Run the verb in `arguments` and return its exit code.

    Args:
        arguments: The whole command line, without the program's name.
        verb: The verb if it is a known one: only its module is loaded.
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
            import_module(module).register(application, name=name, summary=text(summary))
        else:
            application.command(name, help=text(summary))(_not_called)
    try:
        application(list(arguments), prog_name="servanda")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE
    return DONE


def _no_options() -> None:
    """Stand for the program itself, so that a single verb still has to be named."""


def _not_called() -> None:
    """Stand for a verb whose module was not loaded: it is only listed."""
