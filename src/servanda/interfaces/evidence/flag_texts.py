"""Flags for people: one sentence for each kind, and what would settle it.

The core hands over a kind and its parameters; here they become a sentence. What a document says
is shown as it is printed there.

Source: docs/spec/evidence/flags.md.
"""

from collections.abc import Callable, Mapping

from servanda.evidence.flags.flag import Flag, FlagState, Severity
from servanda.evidence.flags.registry import FLAGS, Settled
from servanda.interfaces.language import text

COMPATIBLE = "compatible"  # parameter with yes or no
MAX_SHOWN = 160  # characters of one parameter


def flag_text(flag: Flag) -> str:
    """Return the sentence of a flag."""
    given = {name: _short(value) for name, value in flag.parameters}
    if COMPATIBLE in given:
        given[COMPATIBLE] = (
            text("both can be true") if given[COMPATIBLE] == "yes" else text("both cannot be true")
        )
    return SENTENCES[flag.kind]().format_map(given)


def settled_text(flag: Flag) -> str:
    """Return what would settle a flag."""
    return _SETTLED[FLAGS[flag.kind].settled]()


def severity_text(flag: Flag) -> str:
    """Return how much hangs on a flag, and what people made of it, in words."""
    word = _SEVERITY[flag.severity]()
    if flag.state is FlagState.OPEN:
        return word
    state = text("set aside by a person") if flag.state is FlagState.CLOSED else text("confirmed")
    return text("{severity}, {state}").format(severity=word, state=state)


def _short(value: str) -> str:
    return value if len(value) <= MAX_SHOWN else value[: MAX_SHOWN - 1] + "…"


_SEVERITY: Mapping[Severity, Callable[[], str]] = {
    Severity.NOTE: lambda: text("note"),
    Severity.DOUBT: lambda: text("doubt"),
    Severity.GRAVE: lambda: text("grave"),
}

_SETTLED: Mapping[Settled, Callable[[], str]] = {
    Settled.FIRST_SOURCE: lambda: text("the post, report or recording that the words come from"),
    Settled.OTHER_ORIGIN: lambda: text("somebody else who saw it by other means"),
    Settled.ACCORD_TEXT: lambda: text("the signed wording"),
    Settled.RECORD: lambda: text("a register of names, offices, rounds or victims"),
    Settled.DATED_COPY: lambda: text("a copy of the page with its day"),
    Settled.READING: lambda: text("a person who reads the place"),
    Settled.NOTHING: lambda: text("nothing is open"),
}

SENTENCES: Mapping[str, Callable[[], str]] = {
    "same_quotation_different_speaker": lambda: text(
        "The same words are given to different speakers: {speakers}. Told with more of its way: "
        "{preferred}."
    ),
    "one_source_opposed_positions": lambda: text(
        "{source} is made to say two things that cannot both hold."
    ),
    "date_conflict": lambda: text("Clues to the day of publication cannot all hold: {clues}."),
    "single_origin": lambda: text("{documents} articles say it, and all have it from {origin}."),
    "single_unnamed_origin": lambda: text(
        "{documents} articles say it, and none names who said it first."
    ),
    "voice_multiplied": lambda: text("“{plural}” in one text is {voice} alone in another."),
    "relay": lambda: text("The words of {voice} came through {links}."),
    "onset_differs": lambda: text("It began “{one}” or “{other}”: {compatible}."),
    "subject_widened": lambda: text("“{linked}” in one text, “{plain}” in another."),
    "figure_in_one_source": lambda: text("“{figure}”: no text says of how many."),
    "figures_differ": lambda: text("“{one}” in one text, “{other}” in another."),
    "hedge_lost": lambda: text("“{hedged}” in one text has become “{bare}” in another."),
    "hedge_added": lambda: text("“{bare}” in one text has become “{hedged}” in another."),
    "scope_drift": lambda: text(
        "The commitment is restated more widely than it is worded: {restated}."
    ),
    "norm_paraphrased": lambda: text(
        "What {speaker} said aloud is printed as the wording of the accord: {words}"
    ),
    "claim_of_first": lambda: text(
        "“{claim}” is met by an earlier case in another text: {earlier}."
    ),
    "level_changed": lambda: text("Planned: “{planned}”; told of what was held: “{held}”."),
    "two_incidents_one_name": lambda: text(
        "{victim} is named for what cannot be one incident: {told}. They must not be merged."
    ),
    "inner_tension": lambda: text("One text says “{one}” and “{other}” of the same thing."),
    "not_evidence_on_the_accord": lambda: text(
        "This cannot speak about the accord of {signed}; it was before, or is allowed: {told}."
    ),
    "place_metonym": lambda: text(
        "“{place}” stands for the government of {state}; nobody located the act in the city."
    ),
    "name_variant": lambda: text("“{printed}” may be {recorded}."),
    "office_differs": lambda: text("“{printed}” in print; on record: {recorded}."),
    "date_not_evidence": lambda: text("“{date}” belongs to the page and dates nothing."),
    "mixed_quotation_marks": lambda: text("Opened with one kind of mark, closed with another."),
    "metadata_incomplete": lambda: text("The page does not say: {missing}."),
    "agreement": lambda: text("Independent words fit: {expressions} ({days})."),
    "instruction_in_document": lambda: text(
        "The text addresses a program that reads it: {words}. It changed nothing."
    ),
}
