"""Every kind of flag has its sentence in both languages, and says what would settle it."""

from dataclasses import replace
from string import Formatter

import pytest

from servanda.evidence.flags.flag import FlagState
from servanda.evidence.flags.registry import FLAGS
from servanda.interfaces.evidence.flag_texts import (
    SENTENCES,
    flag_text,
    settled_text,
    severity_text,
)
from servanda.interfaces.language import catalogue
from tests.evidence.corpora import corpus_of, demo_analyses
from tests.evidence.flags.telling_texts import flags_of


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_kind_has_a_sentence_and_no_sentence_is_without_a_kind() -> None:
    assert set(SENTENCES) == set(FLAGS)


@pytest.mark.parametrize("kind", sorted(FLAGS))
def test_every_sentence_is_there_in_chinese_and_names_the_same(kind: str) -> None:
    english = SENTENCES[kind]()

    assert fields(catalogue("zh-Hans")[english]) == fields(english)


def test_the_flags_of_the_demonstration_are_told_in_whole_sentences() -> None:
    flags = flags_of(corpus_of(demo_analyses()))

    assert len({flag.kind for flag in flags}) > 12
    for flag in flags:
        assert "{" not in flag_text(flag)
        assert settled_text(flag)
        closed = severity_text(replace(flag, state=FlagState.CLOSED))
        assert closed.startswith(severity_text(flag))
        assert closed != severity_text(flag)
