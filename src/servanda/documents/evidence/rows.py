"""The rows of one document: what was said in it, by whom, through whom, and when.

A quotation and a claim have a row each, and so has an expression of time; names have one for each
that is meant, with all places where it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypedDict

from servanda.documents.evidence.content import EvidenceContent
from servanda.documents.evidence.days import days_in_words
from servanda.documents.evidence.pieces import Mark
from servanda.documents.evidence.places import Cited, Places
from servanda.documents.visible import in_one_line
from servanda.evidence.claims.claim import Claim
from servanda.evidence.corpus.corpus import claim_key, quotation_key
from servanda.evidence.intervals import Interval
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.report.statement_rows import confirmed_by
from servanda.evidence.voices import UNNAMED, Link, Voice

MAX_NAME = 80
MAX_MENTIONS = 12  # of one name, shown; all are in the report


class Statement(TypedDict):
    """A row of a quotation or claim."""

    anchor: str
    key: str  # what a decision points at
    kind: str  # quotation, fragment or claim
    at: Cited
    voice: str
    printed: str  # the words that name the voice, where they are others
    role: str
    via: list[str]
    hedges: list[str]
    mode: str
    said_on: str
    how: list[str]
    confirmed_by: str


class Rows:
    """Makes the rows of all documents of one page."""

    def __init__(self, content: EvidenceContent, places: Places, words: Mapping[str, str]) -> None:
        """Take what all rows need."""
        self.corpus = content.evidence.corpus
        self.hedges = content.hedges
        self.places = places
        self.words = words

    def statements(self, document: str) -> list[Statement]:
        """Return the rows of what is shown of a document, in order."""
        analysis = self.corpus.analyses[document]
        told: list[Quotation | Claim] = [*analysis.quotations, *analysis.claims]
        told.sort(key=lambda one: (one.span, isinstance(one, Quotation)))
        return [
            self._quotation(one) if isinstance(one, Quotation) else self._claim(one)
            for one in told
            if self.places.is_shown(one.span)
        ]

    def _quotation(self, one: Quotation) -> Statement:
        row = self._statement(one, key=quotation_key(one))
        row["kind"] = "quotation" if one.is_utterance else "fragment"
        return row

    def _claim(self, one: Claim) -> Statement:
        row = self._statement(one, key=claim_key(one))
        row["kind"] = "claim"
        row["hedges"] = [
            f"{self.hedges[hedge.kind]}: “{self._text(hedge.span.start, hedge.span.end, one)}”"
            for hedge in one.hedges
        ]
        row["mode"] = self.words[f"mode_{one.mode.value}"]
        return row

    def _statement(self, one: Quotation | Claim, *, key: str) -> Statement:
        voice = one.voice
        return Statement(
            anchor=row_anchor(one, self.places),
            key=key,
            kind="",
            at=self.places.cite(one.span),
            voice=self._voice(voice),
            printed="" if voice is None else in_one_line(self._words(voice), most=MAX_NAME),
            role=self._role(voice),
            via=[*self._chain(one.via, one.span.document)],
            hedges=[],
            mode="",
            said_on=self.days(one.said_on),
            how=[one.how] if voice is None else [one.how, voice.how],
            confirmed_by=in_one_line(confirmed_by(key, self.corpus) or "", most=MAX_NAME),
        )

    def _role(self, voice: Voice | None) -> str:
        """Return the role as printed, unless it is among the words that name the voice."""
        if voice is None or voice.role is None or voice.mention.covers(voice.role):
            return ""
        return in_one_line(self.corpus.text_of(voice.role), most=MAX_NAME)

    def _text(self, start: int, end: int, one: Claim) -> str:
        text = self.corpus.document(one.span).text[start:end]
        return in_one_line(text, most=MAX_NAME)

    def _words(self, voice: Voice) -> str:
        return self.corpus.text_of(voice.mention)

    def _voice(self, voice: Voice | None) -> str:
        if voice is None:
            return self.words["nobody"]
        if not voice.is_named:
            return UNNAMED
        return ", ".join(map(self.name, voice.entities))

    def _chain(self, via: Sequence[Link], document: str) -> Iterator[str]:
        """Yield whom the words came through, outlet first."""
        for link in via:
            yield self.places.label(document) if link.name == document else self.name(link.name)

    def name(self, key: str) -> str:
        """Return what an entity key or an origin's key is called."""
        if key.startswith(UNNAMED):
            return UNNAMED
        if key in self.corpus.analyses:
            return self.places.label(key)
        entity = self.corpus.entity(key)
        found = entity.name if entity else key.partition(":")[2] or key
        return in_one_line(found, most=MAX_NAME)

    def days(self, days: Interval) -> str:
        """Return an interval in words."""
        return days_in_words(days, self.words)

    def times(self, document: str) -> list[dict[str, object]]:
        """Return a row for each expression of time that is shown."""
        return [
            {
                "anchor": f"t-{self.places.anchor(time.span)}",
                "at": self.places.cite(time.span),
                "type": time.type.value,
                "value": in_one_line(time.value, most=MAX_NAME),
                "days": self.days(time.days) if time.is_evidence else self.words["no_evidence"],
                "how": time.how,
            }
            for time in self.corpus.times[document]
            if self.places.is_shown(time.span)
        ]

    def names(self, document: str) -> list[dict[str, object]]:
        """Return a row for each that is meant, in the order in which they are named first."""
        found: dict[str, dict[str, object]] = {}
        cited: dict[str, list[Cited]] = {}
        for mention in self.corpus.analyses[document].names.mentions:
            if not self.places.is_shown(mention.span):
                continue
            key = mention.entity or "|".join(mention.candidates) or mention.kind.value
            cited.setdefault(key, []).append(self.places.cite(mention.span))
            found.setdefault(
                key,
                {
                    "anchor": f"n-{self.places.anchor(mention.span)}",
                    "name": self.name(mention.entity)
                    if mention.entity
                    else self.words["stays_open"],
                    "kind": self.words[f"kind_{mention.kind.value}"],
                    "candidates": [self.name(one) for one in mention.candidates],
                    "office": self.name(mention.office) if mention.office else "",
                    "how": mention.how,
                },
            )
        for key, row in found.items():
            row["mentions"] = cited[key][:MAX_MENTIONS]
            left = len(cited[key]) - MAX_MENTIONS
            row["more"] = self.words["and_more"].format(number=left) if left > 0 else ""
        return [*found.values()]

    def marks(self, document: str, cited: Sequence[Mark]) -> list[Mark]:
        """Return everything to show in a text: what was found, and what links lead to.

        Args:
            document: Its hash.
            cited: Places that other parts of the page lead to.
        """
        found = [*cited, *self._said(document), *self._named(document)]
        return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.kind))

    def _said(self, document: str) -> Iterator[Mark]:
        analysis, anchor = self.corpus.analyses[document], self.places.anchor
        for one in analysis.quotations:
            row = row_anchor(one, self.places)
            kind = "quotation" if one.is_utterance else "fragment"
            yield _mark(one.span.start, one.span.end, kind, row, anchor(one.span))
        for claim in analysis.claims:
            row = row_anchor(claim, self.places)
            yield _mark(claim.span.start, claim.span.end, "claim", row, anchor(claim.span))
            for hedge in claim.hedges:
                yield _mark(hedge.span.start, hedge.span.end, "hedge", row)

    def _named(self, document: str) -> Iterator[Mark]:
        anchor: Callable[..., str] = self.places.anchor
        for time in self.corpus.times[document]:
            row = f"t-{anchor(time.span)}"
            yield _mark(time.span.start, time.span.end, "time", row, anchor(time.span))
        rows: dict[str, str] = {}
        for mention in self.corpus.analyses[document].names.mentions:
            key = mention.entity or "|".join(mention.candidates) or mention.kind.value
            row = rows.setdefault(key, f"n-{anchor(mention.span)}")
            yield _mark(mention.span.start, mention.span.end, "name", row, anchor(mention.span))


def row_anchor(one: Quotation | Claim, places: Places) -> str:
    """Return the anchor of a statement's row."""
    return f"{'q' if isinstance(one, Quotation) else 'c'}-{places.anchor(one.span)}"


def _mark(start: int, end: int, kind: str, row: str, anchor: str = "") -> Mark:
    return Mark(start=start, end=end, kind=kind, row=row, anchor=anchor)
