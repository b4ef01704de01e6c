"""Whatever bytes are handed in, there is a report: canonical, in any order, each span in its text.

Source: docs/threat-model.md, "hands in a document made to exhaust, crash or take over its reader".
"""

from collections.abc import Mapping, Sequence
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.core.canonical import JsonObject, JsonValue, encode, parse
from servanda.evidence.corpus.analysis import Analysis, analyse_document
from servanda.evidence.documents import BlockKind
from servanda.evidence.reading.read import read_document
from servanda.evidence.report.report import build_report
from tests.attacks.planted import article
from tests.evidence.corpora import corpus_of, tables
from tests.evidence.report.test_report import evidence_of

REAL = [article(name).encode() for name in ("courier-deputy-travels", "ledger-date-set")]
# What rules look for, in any order and without sense: more is found in it than in random bytes.
PIECES = (
    "“", "”", '"', "'", "«", "「", "」", "said", " according to ", "Mr. ", "U.S. ",
    "Nov. 12 and 13",
    "the three weeks following", "last week", "Northmark", "Southmere", "Lanternfish",
    "Deputy Minister Elin Strand", "Unit 40417", "第二轮", "外交部发言人", "表示", "昨天",
    "قال الوزير ",
    "\u202e", "\u200f", "\u200b", "\u0301", "\ufffd", "\x00", "\n", "\n\n", "\r\n", "\t", " ", ".",
    ",", "…", "—", "<p>", "</p>", "<script>", "&lt;", "%PDF-", "Copyright 2023", "{advert}", "2031",
    "99999999999999999999", "31 February", "-0", "I\u0307", "ß", "\U0001f469\u200d\U0001f52c", "ﬀ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
CUT = st.builds(
    lambda content, at, size, put: content[:at] + put + content[at + size :],
    st.sampled_from(REAL),
    st.integers(0, 1_400),
    st.integers(0, 400),
    st.binary(max_size=30),
)
BYTES = st.one_of(
    st.binary(max_size=400),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    TEXTS.map(lambda text: text.encode("utf-16-le", "surrogatepass")),
    TEXTS.map(lambda text: f"<html><body><p>{text}</p></body></html>".encode()),
    CUT,
)


def analysed(content: bytes) -> Analysis:
    document = read_document(content, name="any", outlets=tables().outlets)
    return analyse_document(document, tables=tables())


def report_of(contents: Sequence[bytes]) -> tuple[JsonObject, Mapping[str, str]]:
    found = [analysed(content) for content in contents]
    texts = {one.document.sha256: one.document.text for one in found}
    return build_report(evidence_of(corpus_of(found))), texts


def places(value: JsonValue) -> list[Mapping[str, JsonValue]]:
    """Return every object in a report that names characters of a document."""
    if isinstance(value, dict):
        own = [value] if {"document", "start", "end"} <= set(value) else []
        return own + [place for child in value.values() for place in places(child)]
    if isinstance(value, list):
        return [place for child in value for place in places(child)]
    return []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BYTES, min_size=1, max_size=4))
def test_any_bytes_make_a_report_whose_places_are_in_their_texts(contents: list[bytes]) -> None:
    report, texts = report_of(contents)

    assert parse(encode(report)) == report
    for place in places(report):
        start, end = place["start"], place["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        text = texts[str(place["document"])]
        assert 0 <= start <= end <= len(text)
        if "text" in place:
            shown = str(place["text"]).removesuffix("…")
            assert text.encode("utf-8", "replace").decode()[start:end].startswith(shown)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BYTES, min_size=2, max_size=4, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_any_documents_changes_no_byte(contents: list[bytes], random: Random) -> None:
    other = [*contents]
    random.shuffle(other)

    assert encode(report_of(contents)[0]) == encode(report_of(other)[0])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BYTES)
def test_what_is_said_stands_within_one_block_and_furniture_says_nothing(content: bytes) -> None:
    one = analysed(content)

    spans = [*(each.span for each in one.quotations), *(each.span for each in one.claims)]
    for span in spans:
        (block,) = (each for each in one.document.blocks if each.span.covers(span))
        assert block.kind is not BlockKind.FURNITURE
    for claim in one.claims:
        assert all(claim.span.covers(part) for part in (*claim.content, claim.cue))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BYTES)
def test_a_document_is_read_the_same_beside_any_other(content: bytes) -> None:
    with_it, _ = report_of([*REAL, content])
    alone, _ = report_of([content])

    def notes(report: JsonObject) -> dict[str, object]:
        rows = report["documents"]
        assert isinstance(rows, list)
        return {
            str(row["sha256"]): (row["notes"], row["characters"])
            for row in rows
            if isinstance(row, dict)
        }

    assert notes(alone).items() <= notes(with_it).items()
