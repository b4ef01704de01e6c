"""Turn all evidence into one HTML file.

Django's template engine is used alone, with escaping on, and every character of a document that a
reader could not see stands as its number: what a stranger wrote into an article is shown, and
does nothing. The file carries its style inside, names no other address and holds no script.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files

from django.template import Context, Engine

from servanda.documents.evidence.content import EvidenceContent
from servanda.documents.evidence.pieces import Mark, pieces_of
from servanda.documents.evidence.places import MAX_DOCUMENTS, Places
from servanda.documents.evidence.sections import MAX_SENTENCE, Sections
from servanda.documents.evidence.wording import WORDS
from servanda.documents.style import read_style
from servanda.documents.visible import in_one_line, visible
from servanda.evidence.documents import Document
from servanda.evidence.facts import Fact
from servanda.evidence.report.evidence import signed_on
from servanda.evidence.spans import Span

MAX_LISTED = 1_000  # documents in the list


def render_evidence(content: EvidenceContent, *, language: str) -> str:
    """Return the page for `content` as one HTML text.

    Args:
        content: What to show.
        language: `en` or `zh-Hans`; another falls back to `en`.
    """
    words = WORDS.get(language, WORDS["en"])
    sections = Sections(content, Places(content.evidence.corpus), words)
    page = (files("servanda.documents.evidence") / "page.html").read_text(encoding="utf-8")
    return (
        Engine(autoescape=True)
        .from_string(page)
        .render(
            Context(
                {
                    "language": language if language in WORDS else "en",
                    "words": words,
                    "style": read_style("evidence"),
                    **_head(content, words),
                    **_conclusions(sections),
                    **_texts(sections),
                }
            )
        )
    )


def _head(content: EvidenceContent, words: Mapping[str, str]) -> Mapping[str, object]:
    """Return what the page rests on: digests, days, decisions."""
    evidence = content.evidence
    signed = signed_on(evidence.corpus)
    return {
        "digest": content.digest,
        "template": visible(content.template),
        "rules": evidence.rules.digest,
        "gazetteer": evidence.corpus.tables.gazetteer.digest,
        "signed": words["signed"].format(day=signed) if signed else "",
        "as_of": evidence.as_of.isoformat() if evidence.as_of else words["open"],
        "decisions": str(len(evidence.corpus.standing.in_force)),
        "facts": [_fact(one) for one in _facts_used(content)],
    }


def _conclusions(sections: Sections) -> Mapping[str, object]:
    """Return what follows from all documents together."""
    return {
        "findings": sections.findings(),
        "supports": sections.supports(),
        "more_supports": sections.more_supports(),
        "matches": sections.matches(),
        "flags": sections.flags(),
        "more_flags": sections.more_flags(),
        "origins": sections.origins(),
        "more_origins": sections.more_origins(),
        "drawing": sections.drawing(),
        "more_nodes": sections.more_nodes(),
        "events": sections.events(),
        "more_events": sections.more_events(),
    }


def _texts(sections: Sections) -> Mapping[str, object]:
    """Return the list of documents, and their texts with what was found in them."""
    order, words = sections.places.order, sections.words
    return {
        "list": [_listed(key, sections) for key in order[:MAX_LISTED]],
        "more_documents": _more(len(order) - MAX_LISTED, words),
        "documents": _documents(sections),
        "without_text": _more(len(order) - MAX_DOCUMENTS, words),
    }


def _facts_used(content: EvidenceContent) -> Iterator[Fact]:
    corpus = content.evidence.corpus
    used = {key for one in corpus.publications.values() for key in one.facts}
    return (fact for fact in corpus.tables.facts if fact.key in used)


def _fact(fact: Fact) -> Mapping[str, str]:
    days = fact.days.as_json()
    return {
        "key": fact.key,
        "first": days["earliest"] or "",
        "last": days["latest"] or "",
        "source": in_one_line(fact.source, most=MAX_SENTENCE),
    }


def _listed(key: str, sections: Sections) -> Mapping[str, object]:
    """Return one document's line in the list: what it is and when it was published."""
    corpus = sections.evidence.corpus
    document, published = corpus.analyses[key].document, corpus.publications[key]
    words = sections.words
    return {
        "label": sections.places.label(key),
        "href": f"#{sections.places.label(key)}" if key in sections.places.shown else "",
        "sha256": key,
        "name": in_one_line(document.name, most=MAX_SENTENCE),
        "title": _told(document.title.value if document.title else "", words),
        "publisher": _told(document.publisher.value if document.publisher else "", words),
        "author": _told(document.author.value if document.author else "", words),
        "language": document.language,
        "media_type": document.media_type,
        "published": sections.rows.days(published.days),
        "best": words["best"].format(day=published.best) if published.best else "",
        "reasons": sections.places.cite_all(published.reasons),
        "conflict": sections.places.cite_all(published.conflict),
        "facts": list(published.facts),
        "how": published.how,
        "extractor": document.how,
        "notes": [
            {
                "code": note.code,
                "parameters": " ".join(f"{name}={value}" for name, value in note.parameters),
            }
            for note in document.notes
        ],
    }


def _told(value: str, words: Mapping[str, str]) -> str:
    return in_one_line(value, most=MAX_SENTENCE) or words["not_told"]


def _documents(sections: Sections) -> list[Mapping[str, object]]:
    places = sections.places
    cited: dict[str, dict[Span, None]] = {}
    for span in sections.cited_spans():
        cited.setdefault(span.document, {})[span] = None
    return [
        {
            **_listed(key, sections),
            "blocks": _blocks(key, sections, list(cited.get(key, {}))),
            "cut": _cut(sections.evidence.corpus.analyses[key].document, sections),
            "statements": sections.rows.statements(key),
            "times": sections.rows.times(key),
            "names": sections.rows.names(key),
        }
        for key in places.shown
    ]


def _blocks(key: str, sections: Sections, cited: list[Span]) -> list[Mapping[str, object]]:
    """Return the blocks of a text, furniture among them, as far as it is shown."""
    places = sections.places
    document = sections.evidence.corpus.analyses[key].document
    marks = sections.rows.marks(
        key,
        [
            Mark(start=span.start, end=span.end, kind="", anchor=places.anchor(span))
            for span in cited
        ],
    )
    shown = [block for block in document.blocks if block.span.start < places.shown[key]]
    before = [0, *(block.span.end for block in shown)]
    return [
        {
            "kind": block.kind.value,
            "pieces": [
                *pieces_of(
                    document.text,
                    marks,
                    since=since,
                    start=block.span.start,
                    end=min(block.span.end, places.shown[key]),
                )
            ],
        }
        for block, since in zip(shown, before, strict=False)
    ]


def _cut(document: Document, sections: Sections) -> str:
    shown = sections.places.shown[document.sha256]
    if len(document.text) <= shown:
        return ""
    return sections.words["cut"].format(shown=shown, of=len(document.text))


def _more(number: int, words: Mapping[str, str]) -> str:
    return words["and_more"].format(number=number) if number > 0 else ""
