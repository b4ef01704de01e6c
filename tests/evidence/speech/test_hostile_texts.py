"""A text made to keep a reader busy is read like any other: work grows with its length alone.

Nothing is timed. Each text is so long that work which grew with its square would take minutes.
"""

import pytest

from servanda.evidence.claims.find import find_claims
from servanda.evidence.quotations.find import find_quotations
from servanda.evidence.speech.tokens import MAX_SENTENCE_TOKENS, tokens_of
from tests.evidence.making import NOBODY, document_of

SIZE = 60_000
UNITS = {
    "verbs without an end": "said ",
    "verbs and commas": "said, ",
    "a verb for each quotation": '"a" said ',
    "utterances in one sentence": '"a b c" said x, ',
    "opening marks alone": "“ ",
    "single marks alone": " 'a",
    "sources without an end": "according to Voss ",
    "brackets that never close": "(said ",
    "joined verbs": "a and said b ",
    "speakers in turn": "“We keep it,” he said. ",
    "chinese marks": "「我们」说",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_a_text_that_repeats_one_thing_is_read_to_its_end(unit: str) -> None:
    document = document_of("Voss " + unit * (SIZE // len(unit)))

    quotations = find_quotations(document, names=NOBODY)
    claims = find_claims(document, names=NOBODY, quotations=quotations)

    found = [*(each.span for each in quotations), *(each.span for each in claims)]
    assert all(document.paragraphs[0].covers(span) for span in found)


def test_a_sentence_without_an_end_is_cut() -> None:
    text = "said, " * 1_000

    tokens = tokens_of(text, 0, len(text), [])

    assert max(b - a for a, b in zip(tokens.bounds, tokens.bounds[1:], strict=False)) == (
        MAX_SENTENCE_TOKENS
    )
    assert tokens.bounds[-1] == len(tokens.words) == len(tokens.sentences)
