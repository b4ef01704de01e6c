"""What follows from all documents together: findings, support, shared words, flags, timeline."""

from collections.abc import Iterator, Mapping, Sequence

from servanda.documents.evidence.content import EvidenceContent
from servanda.documents.evidence.graph import MAX_NODES, Drawing, NodeText, draw
from servanda.documents.evidence.places import Cited, Places
from servanda.documents.evidence.rows import Rows
from servanda.documents.visible import in_one_line, visible
from servanda.evidence.corpus.corpus import CLAIM, QUOTATION, quotation_key
from servanda.evidence.flags.flag import Severity
from servanda.evidence.origins.origin import Support
from servanda.evidence.origins.relays import rings
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.report.statement_rows import confirmed_by
from servanda.evidence.spans import Span
from servanda.evidence.voices import UNNAMED

MAX_ROWS = 200  # of each section; all are in the report
MAX_LINKS = 16  # from one row into the texts
MAX_SENTENCE = 400
_BY_WEIGHT = (Severity.GRAVE, Severity.DOUBT, Severity.NOTE)


class Sections:
    """Makes the sections of one page."""

    def __init__(self, content: EvidenceContent, places: Places, words: Mapping[str, str]) -> None:
        """Take what all sections need."""
        self.content = content
        self.evidence = content.evidence
        self.places = places
        self.words = words
        self.rows = Rows(content, places, words)
        self._spans = {one.key: one.span for one in content.evidence.origins.statements}
        self._origin_numbers = {
            key: number for number, key in enumerate(self.evidence.origins.origins, start=1)
        }

    def findings(self) -> list[dict[str, object]]:
        """Return a row for each commitment, with the way to the words looked at."""
        return [
            {
                "commitment": in_one_line(finding.commitment, most=MAX_SENTENCE),
                "promise": visible(line.promise),
                "status": visible(line.status),
                "kind": finding.status.value,
                "counted": line.counted,
                "reasons": [visible(reason) for reason in line.reasons],
                "links": self._links(map(self._span_of, finding.statements)),
                "more": self._more(len(finding.statements) - MAX_LINKS),
                "how": finding.how,
            }
            for finding, line in zip(self.evidence.findings, self.content.findings, strict=True)
        ]

    def supports(self) -> list[dict[str, object]]:
        """Return what more than one document says alike, the most documents first."""
        return [
            {
                "count": self._counted(len(one.documents), len(one.origins)),
                "is_single": len(one.origins) == 1,
                "origins": [self.origin(key) for key in one.origins],
                "statements": self.places.cite_all(one.statements[:MAX_LINKS]),
                "more": self._more(len(one.statements) - MAX_LINKS),
                "how": one.how,
            }
            for one in self._shared()[:MAX_ROWS]
        ]

    def more_supports(self) -> str:
        """Say how many are left out."""
        return self._more(len(self._shared()) - MAX_ROWS)

    def matches(self) -> list[dict[str, object]]:
        """Return quotations that two documents share, those with two speakers first."""
        by_span = {one.span: one for one in self.evidence.corpus.quotations}
        found: list[dict[str, object]] = []
        for match in self.evidence.corpus.matches:
            both = [by_span[span] for span in (match.a, match.b) if span in by_span]
            speakers = {one.voice.entities for one in both if one.voice and one.voice.entities}
            found.append(
                {
                    "differ": len(speakers) > 1,
                    "similarity": f"{match.similarity / 10:.0f} %",
                    "sides": [self._speaker(one) for one in both],
                }
            )
        return sorted(found, key=lambda row: not row["differ"])[:MAX_ROWS]

    def _speaker(self, one: Quotation) -> dict[str, object]:
        voice = one.voice
        key = quotation_key(one)
        judged = confirmed_by(key, self.evidence.corpus)
        printed = "" if voice is None else self.evidence.corpus.text_of(voice.mention)
        return {
            "at": self.places.cite(one.span),
            "voice": ", ".join(map(self.rows.name, voice.entities))
            if voice and voice.entities
            else self.words["nobody"]
            if voice is None
            else UNNAMED,
            "printed": in_one_line(printed, most=80),
            "judged": "" if judged is None else in_one_line(judged, most=80),
        }

    def flags(self) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
        """Return the flags with their sides, the gravest first, and apart those that are notes."""
        told = zip(self.evidence.flags, self.content.flags, strict=True)
        rows: list[dict[str, object]] = [
            {
                "kind": flag.kind,
                "key": flag.key,
                "sentence": in_one_line(line.sentence, most=MAX_SENTENCE),
                "severity": line.severity,
                "settled": line.settled,
                "class": flag.severity.value,
                "state": flag.state.value,
                "weight": _BY_WEIGHT.index(flag.severity),
                "sides": [self.places.cite_all(side[:MAX_LINKS]) for side in flag.sides],
                "how": flag.how,
            }
            for flag, line in told
        ]
        shown = sorted(rows, key=lambda row: str(row["weight"]))[:MAX_ROWS]
        notes = [row for row in shown if row["class"] == Severity.NOTE.value]
        return [row for row in shown if row["class"] != Severity.NOTE.value], notes

    def more_flags(self) -> str:
        """Say how many are left out."""
        return self._more(len(self.evidence.flags) - MAX_ROWS)

    def events(self) -> list[dict[str, object]]:
        """Return the timeline."""
        return [
            {
                "days": self.rows.days(one.days),
                "who": ", ".join(map(self.rows.name, one.who)),
                "what": in_one_line(one.what, most=MAX_SENTENCE),
                "places": ", ".join(map(self.rows.name, one.places)),
                "planned": self.words["planned"] if one.is_planned else self.words["held"],
                "sources": self.places.cite_all(one.sources[:MAX_LINKS]),
                "count": self._counted(
                    len({span.document for span in one.sources}), len(one.origins)
                ),
            }
            for one in self.evidence.events[:MAX_ROWS]
        ]

    def more_events(self) -> str:
        """Say how many are left out."""
        return self._more(len(self.evidence.events) - MAX_ROWS)

    def origins(self) -> list[dict[str, object]]:
        """Return a row for each origin, with the way to what goes back to it."""
        return [
            {
                "anchor": f"o-{self._origin_numbers[one.key]}",
                "name": self.origin(one.key),
                "documents": " ".join(
                    sorted({self.places.label(span.document) for span in one.statements})
                ),
                "links": self._links(one.statements),
                "more": self._more(len(one.statements) - MAX_LINKS),
            }
            for one in [*self.evidence.origins.origins.values()][:MAX_ROWS]
        ]

    def more_origins(self) -> str:
        """Say how many are left out."""
        return self._more(len(self.evidence.origins.origins) - MAX_ROWS)

    def origin(self, key: str) -> str:
        """Return what an origin is called."""
        if key.startswith(UNNAMED):
            return UNNAMED
        return in_one_line(self.evidence.origins.origins[key].name, most=80)

    def drawing(self) -> Drawing:
        """Return the graph of who relays whom, cut to the nodes with the most steps."""
        edges = self.evidence.origins.edges
        steps: dict[str, int] = {}
        for edge in edges:
            for node in (edge.source, edge.target):
                steps[node] = steps.get(node, 0) + 1
        kept = set(sorted(steps, key=lambda node: (-steps[node], node))[:MAX_NODES])
        drawn = [edge for edge in edges if {edge.source, edge.target} <= kept]
        circling = {node for ring in rings(edges) for node in ring}
        return draw(
            [(edge.source, edge.target, edge.how.partition("/")[0]) for edge in drawn],
            texts={node: self._node(node, is_circling=node in circling) for node in kept},
        )

    def more_nodes(self) -> str:
        """Say how many nodes are left out of the drawing."""
        edges = self.evidence.origins.edges
        nodes = {node for edge in edges for node in (edge.source, edge.target)}
        return self._more(len(nodes) - MAX_NODES)

    def _node(self, key: str, *, is_circling: bool) -> NodeText:
        corpus = self.evidence.corpus
        if key in corpus.analyses:
            document = corpus.analyses[key].document
            who = document.publisher.value if document.publisher else document.name
            label = self.places.label(key)
            name, kind = f"{label} {in_one_line(who, most=80)}", "document"
            href = f"#{label}" if key in self.places.shown else ""
        elif key in self._origin_numbers:
            number = self._origin_numbers[key]
            named = not key.startswith(UNNAMED)
            name = self.origin(key) if named else self.words["unnamed"]
            href = f"#o-{number}" if number <= MAX_ROWS else ""
            kind = "origin" if named else "unnamed"
        else:
            name, href, kind = self.rows.name(key), "", "relay"
        return NodeText(name=name, href=href, kind=f"{kind} circling" if is_circling else kind)

    def cited_spans(self) -> Iterator[Span]:
        """Yield every place outside the statements themselves that the page leads to."""
        for support in self._shared()[:MAX_ROWS]:
            yield from support.statements[:MAX_LINKS]
        for flag in self.evidence.flags:
            for side in flag.sides:
                yield from side[:MAX_LINKS]
        for event in self.evidence.events[:MAX_ROWS]:
            yield from event.sources[:MAX_LINKS]
        for finding in self.evidence.findings:
            yield from (
                span for key in finding.statements if (span := self._span_of(key)) is not None
            )
        for publication in self.evidence.corpus.publications.values():
            yield from publication.reasons
            yield from publication.conflict

    def _span_of(self, key: str) -> Span | None:
        """Return the characters of what has that content key."""
        return self._spans.get(key) or span_of(key)

    def _shared(self) -> Sequence[Support]:
        return [one for one in self.evidence.origins.supports if len(one.documents) > 1]

    def _links(self, spans: Iterator[Span | None] | Sequence[Span]) -> list[Cited]:
        known = self.evidence.corpus.analyses
        found = [span for span in spans if span is not None and span.document in known]
        return self.places.cite_all(found[:MAX_LINKS])

    def _counted(self, articles: int, origins: int) -> str:
        pattern = self.words["one_origin"] if origins == 1 else self.words["origins_counted"]
        return pattern.format(articles=articles, origins=origins)

    def _more(self, number: int) -> str:
        return self.words["and_more"].format(number=number) if number > 0 else ""


def span_of(key: str) -> Span | None:
    """Return the place that a content key names; None for a key of another kind."""
    kind, _, rest = key.partition(":")
    document, _, place = rest.partition(":")
    start, _, end = place.partition("-")
    if kind not in {QUOTATION, CLAIM, "event"} or not (start.isdecimal() and end.isdecimal()):
        return None
    return Span(document=document, start=int(start), end=int(end))
