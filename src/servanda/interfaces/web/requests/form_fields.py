"""The fields of a form as its one template shows them: label, value, choices, and what is wrong.

Fields stand in groups: what stands in clear, what is sealed, each entry of a list, each element
of the request form.

Source: docs/spec/desk.md, "Writing".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from servanda.core.forms.elements import FORM_ELEMENTS
from servanda.core.forms.inputs import Input, Kind
from servanda.core.forms.moves import Move
from servanda.core.forms.typed import NO, YES, Typed
from servanda.interfaces.field_words import field_words
from servanda.interfaces.form_words import requirement_words
from servanda.interfaces.language import text
from servanda.interfaces.words import word

_ELEMENT: Final = re.compile(r"body\.(?:elements|not_known)\.(E[0-9]{2})(?:\.([0-9]+))?(?:\.|$)")
_ENTRY: Final = re.compile(r"(?:facts|body)\.(questions|answers|texts|items)\.([0-9]+)(?:\.|$)")
_NUMBER_OF_ENTRY: Final = re.compile(r"\.(questions|answers|texts)\.[0-9]+\.number$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several: the code, its words, and whether it is chosen."""

    code: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field.

    Attributes:
        id: Of its element on the page, by which errors link to it.
        name: Under which it is sent: the path of its value.
        kind: How it is filled in, one of `Kind`.
        label: What it asks for.
        hint: How it is written; empty where nothing is to be said.
        value: As typed.
        choices: To choose from; empty for what is typed.
        error: What is wrong with it; empty if nothing is known to be.
        is_required: Whether it has to be filled in.
        most: Of characters; 0 where it is not bounded.
    """

    id: str
    name: str
    kind: str
    label: str
    hint: str
    value: str
    choices: Sequence[Choice]
    error: str
    is_required: bool
    most: int

    @property
    def described_by(self) -> str:
        """The ids of hint and error, as they are there."""
        hint = f"{self.id}-hint" if self.hint else ""
        return " ".join(one for one in (hint, f"{self.id}-error" if self.error else "") if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup:
    """Fields that belong together.

    Attributes:
        id: Of its element on the page.
        legend: What they are about.
        hint: More of it; may be empty.
        fields: In their order.
        grows: The list that a button makes longer after this group; empty for none.
    """

    id: str
    legend: str
    hint: str
    fields: Sequence[FormField]
    grows: str = ""


def form_groups(
    inputs: Iterable[Input],
    *,
    move: Move,
    typed: Typed,
    errors: Mapping[str, str],
    entry_hints: Mapping[str, str],
    growing: frozenset[str],
    language: str,
) -> list[FormGroup]:
    """Return the fields of a form in their groups.

    Args:
        inputs: Of the form.
        move: Which form it is.
        typed: By path, what was typed.
        errors: By path, what is wrong.
        entry_hints: By the key of an entry's group, what it is about.
        growing: Lists that this form may make longer.
        language: Of the reader.
    """
    keyed: dict[str, list[FormField]] = {}
    for one in inputs:
        if _NUMBER_OF_ENTRY.search(one.path) is None:
            field = _field(one, typed=typed, errors=errors, language=language)
            keyed.setdefault(_key(one.path), []).append(field)
    last = {list_: key for key in keyed for list_ in growing if _is_entry_of(key, list_)}
    ends = {key: list_ for list_, key in last.items()}
    return [
        FormGroup(
            id=f"group-{key.replace('.', '-')}",
            legend=_legend(key, move, language=language),
            hint=entry_hints.get(key, ""),
            fields=fields,
            grows=ends.get(key, ""),
        )
        for key, fields in keyed.items()
    ]


def field_id(path: str) -> str:
    """Return the id of the element at which `path` is filled in."""
    return f"field-{path.replace('.', '-')}"


def _is_entry_of(key: str, list_: str) -> bool:
    name = list_.removeprefix("body.elements.").removeprefix("body.").removeprefix("facts.")
    return key.rpartition(".")[0] == name


def _key(path: str) -> str:
    """Return the key of the group that an input stands in."""
    element = _ELEMENT.match(path)
    if element is not None:
        number = element.group(2)
        return element.group(1) if number is None else f"{element.group(1)}.{number}"
    entry = _ENTRY.match(path)
    if entry is None:
        return path.partition(".")[0] if not path.startswith("body.overrides") else "overrides"
    name = {"texts": "questions"}.get(entry.group(1), entry.group(1))
    name = "questions" if name == "answers" else name
    return f"{name}.{entry.group(2)}"


def _legend(key: str, move: Move, *, language: str) -> str:
    name, _, number = key.partition(".")
    place = int(number) + 1 if number else 0
    if name in FORM_ELEMENTS:
        element = FORM_ELEMENTS[name]
        demanded = element.requirements.get(move.name)
        title = f"{name} {text(element.title, language=language)}"
        if demanded is not None:
            title = f"{title} ({requirement_words(demanded, language=language)})"
        return f"{title} · {place}" if place else title
    match name:
        case "facts":
            return text("Stands in clear, for ever", language=language)
        case "body":
            return text("Sealed for the counterpart alone", language=language)
        case "overrides":
            return text(
                "Rules of the form that you set aside, each with its reason", language=language
            )
        case "questions":
            return text("Question {number}", language=language).format(number=place)
        case _:
            return text("Item {number}", language=language).format(number=place)


def _field(one: Input, *, typed: Typed, errors: Mapping[str, str], language: str) -> FormField:
    said = typed.get(one.path, ())
    return FormField(
        id=field_id(one.path),
        name=one.path,
        kind=one.kind.value,
        label=_label(one.path, language=language),
        hint=_hint(one, language=language),
        value=said[0] if said and one.kind is not Kind.CHOICES else "",
        choices=[*_choices(one, said, language=language)],
        error=errors.get(one.path, ""),
        is_required=one.is_required,
        most=one.most if one.kind in {Kind.LINE, Kind.LINES} else 0,
    )


def _label(path: str, *, language: str) -> str:
    if path.startswith("body.not_known."):
        return text("Not known, because", language=language)
    if path.startswith("body.overrides."):
        return text("{rule} is set aside, because", language=language).format(
            rule=path.rpartition(".")[2]
        )
    element = path.removeprefix("body.elements.")
    if element in FORM_ELEMENTS:
        return text(FORM_ELEMENTS[element].title, language=language)
    return field_words(path, language=language)


def _hint(one: Input, *, language: str) -> str:
    match one.kind:
        case Kind.INSTANT:
            return text("Day and time in UTC, as 2026-01-05T08:00", language=language)
        case Kind.DAY:
            return text("As 2026-01-05", language=language)
        case _:
            return ""


def _choices(one: Input, said: Sequence[str], *, language: str) -> Iterator[Choice]:
    match one.kind:
        case Kind.CHOICE | Kind.CHOICES:
            for code in one.codes:
                yield Choice(
                    code=code, words=_words(code, language=language), is_chosen=code in said
                )
        case Kind.TRUTH:
            for code, words in ((YES, "yes"), (NO, "no")):
                yield Choice(
                    code=code, words=text(words, language=language), is_chosen=code in said
                )
        case _:
            return


def _words(code: str, *, language: str) -> str:
    element = FORM_ELEMENTS.get(code)
    if element is not None:
        return f"{code} {text(element.title, language=language)}"
    return word(code, language=language)
