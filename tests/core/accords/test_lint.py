"""A bad template is explained whole, each fault with its line."""

import tomllib
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.lint import lint_template
from servanda.core.accords.template import TEMPLATE_FILE, resolve_template
from servanda.core.accords.template_texts import TemplateError, is_text_file, language_of
from servanda.core.accords.toml_text import LintFault
from servanda.core.errors import ServandaError
from tests.core.accords.bad_templates import BAD_TEMPLATES, GOOD, changed
from tests.core.accords.test_template import SLUGS, TEMPLATES


def faults_of(name: str) -> Sequence[LintFault]:
    return lint_template(BAD_TEMPLATES[name][0])


@pytest.mark.parametrize("name", BAD_TEMPLATES)
def test_a_bad_template_is_explained_by_file_line_and_member(name: str) -> None:
    expected = BAD_TEMPLATES[name][1]

    faults = faults_of(name)

    assert [(file, line, fault.place) for file, line, fault in faults] == [
        each[:3] for each in expected
    ]
    for (_, _, fault), (*_, beginning) in zip(faults, expected, strict=True):
        assert str(fault.expected).startswith(beginning)


@pytest.mark.parametrize("name", BAD_TEMPLATES)
def test_a_template_with_a_fault_cannot_be_resolved(name: str) -> None:
    content = BAD_TEMPLATES[name][0]

    with pytest.raises((ServandaError, ValueError, RecursionError)):
        resolve(content)


def resolve(content: Mapping[str, bytes]) -> None:
    texts = {language_of(file): data for file, data in content.items() if is_text_file(file)}
    resolve_template(tomllib.loads(content[TEMPLATE_FILE].decode()), texts=texts)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_shipped_template_has_no_fault(slug: str) -> None:
    names = [TEMPLATE_FILE, "text.en.md", "text.zh-Hans.md"]

    assert lint_template({name: (TEMPLATES / slug / name).read_bytes() for name in names}) == []


@given(st.integers(0, len(GOOD) - 1), st.text(max_size=3))
def test_lint_finds_a_fault_exactly_where_a_template_cannot_be_resolved(
    place: int, inserted: str
) -> None:
    content = dict(changed("title", "title"))
    content[TEMPLATE_FILE] = (GOOD[:place] + inserted + GOOD[place + 1 :]).encode(
        errors="surrogatepass"
    )

    faults = lint_template(content)

    try:
        resolve(content)
    except (TemplateError, ValueError):
        assert faults
    else:
        assert faults == []
