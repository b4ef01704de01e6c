"""What the page and the annexes of a brief say beside the dialogue.

Figures that both sides signed rest on that; figures that are not agreed, and findings, are one
side's own, and are told as that.

Source: docs/spec/brief.md, "Beside the dialogue".
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from servanda.core.dialogue.agenda import AgendaItem, AgendaKind
from servanda.core.identifiers import PartyId
from servanda.documents.brief.content import Annex, Bars, Basis, Sentence, Table
from servanda.documents.brief.matters import TIMELINESS, TOLD, BriefMatters, BriefReview, Share
from servanda.documents.brief.voice import Voice

_ANSWERED = "T4"
_PERCENT = 100


def matter_sentences(voice: Voice, matters: BriefMatters) -> Iterator[Sentence]:
    """Yield what the page says of figures, findings and what is open."""
    if matters.review is not None:
        yield from _review_sentences(voice, matters.review, before=matters.before)
    if matters.agenda is not None:
        yield from _agenda_sentences(voice, matters.agenda)
    yield from _finding_sentences(voice, matters)


def matter_annexes(voice: Voice, matters: BriefMatters, *, has_own: bool) -> Iterator[Annex]:
    """Yield the annexes: timeliness and quality both ways, what is open, findings.

    Args:
        voice: How the brief speaks.
        matters: What it tells.
        has_own: Whether the edition has what one side alone found.
    """
    review = matters.review
    if review is not None and (review.is_agreed or has_own):
        yield _figures_annex(voice, review, before=matters.before)
    items = [one for one in matters.agenda or () if has_own or not one.is_own]
    if items:
        heading = ("matter", "about", "who_acts", "due", "statement")
        rows = tuple(_row(voice, one) for one in items)
        table = Table(
            caption=voice.words["open_table"],
            heading=tuple(voice.words[name] for name in heading),
            rows=rows,
        )
        yield Annex(key="open", title=voice.words["open_title"], tables=(table,))
    if matters.findings and has_own:
        table = Table(
            caption=voice.say("findings_table", party=_by(voice, matters)),
            heading=(voice.words["commitment"], voice.words["status"]),
            rows=tuple(
                (one.commitment, voice.words[f"status_{one.status}"]) for one in matters.findings
            ),
        )
        yield Annex(key="findings", title=voice.words["findings_title"], tables=(table,))


def _basis(review: BriefReview) -> Basis:
    return Basis.AGREED if review.is_agreed else Basis.OWN


def _review_sentences(
    voice: Voice, review: BriefReview, *, before: BriefReview | None
) -> Iterator[Sentence]:
    refs, basis = (review.cut, review.digest), _basis(review)
    days = {"since": review.from_.date(), "until": review.until.date()}
    name = "figures_agreed" if review.is_agreed else "figures_own"
    yield voice.on(basis).sentence("figures", name, refs=refs, **days)
    for party in voice.record.parties:
        share = review.shares.get((_ANSWERED, party))
        if share is None or not share.of:
            continue
        said = {"party": voice.party(party), "count": share.count, "all": share.of}
        yield voice.on(basis).sentence(
            f"answered.{party}", "answered_in_time", refs=(_ANSWERED, *refs), **said
        )
        earlier = None if before is None else before.shares.get((_ANSWERED, party))
        if before is not None and earlier is not None and earlier.of:
            both = basis if before.is_agreed else Basis.OWN
            yield voice.on(both).sentence(
                f"changed.{party}",
                "changed_since",
                refs=(_ANSWERED, before.cut, before.digest, *refs),
                party=voice.party(party),
                before=_percent(earlier),
                now=_percent(share),
                until=before.until.date(),
            )


def _percent(share: Share) -> int:
    return share.count * _PERCENT // share.of if share.of else 0


def _agenda_sentences(voice: Voice, agenda: Sequence[AgendaItem]) -> Iterator[Sentence]:
    shared = [one for one in agenda if not one.is_own]
    if not shared:
        yield voice.on(Basis.AGREED).sentence("open", "nothing_open", refs=())
    counts = Counter(one.kind for one in shared)
    for kind in AgendaKind:
        if counts[kind]:
            refs = [one.ref for one in shared if one.kind is kind]
            yield voice.on(Basis.AGREED).sentence(
                f"open.{kind}", f"open_{kind}", refs=refs, count=counts[kind]
            )


def _finding_sentences(voice: Voice, matters: BriefMatters) -> Iterator[Sentence]:
    if matters.findings_digest is None:
        return
    counts = Counter(one.status for one in matters.findings)
    for status, count in counts.most_common():
        named = [one.commitment for one in matters.findings if one.status == status]
        yield voice.on(Basis.OWN).sentence(
            f"finding.{status}",
            "found",
            refs=(*named, matters.findings_digest),
            party=_by(voice, matters),
            count=count,
            status=voice.words[f"status_{status}"],
        )


def _by(voice: Voice, matters: BriefMatters) -> str:
    return "?" if matters.by is None else voice.party(matters.by)


def _figures_annex(voice: Voice, review: BriefReview, *, before: BriefReview | None) -> Annex:
    rows = []
    bars: dict[str, list[tuple[str, int]]] = {"timeliness_chart": [], "quality_chart": []}
    for name in TOLD:
        for party in voice.record.parties:
            share = review.shares.get((name, party))
            if share is None:
                continue
            earlier = None if before is None else before.shares.get((name, party))
            title = voice.words[f"figure_{name}"]
            rows.append((name, title, voice.party(party), _told(share), _told(earlier)))
            if share.of:
                chart = "timeliness_chart" if name in TIMELINESS else "quality_chart"
                bars[chart].append((f"{name} {voice.party(party)}", _percent(share)))
    counted = [
        ("T1", voice.words["figure_T1"], voice.party(party), str(count), _received(before, party))
        for party, count in review.received.items()
    ]
    table = Table(
        caption=voice.words["figures_table"],
        heading=tuple(
            voice.words[name] for name in ("figure", "of_what", "side", "this_review", "last_one")
        ),
        rows=(*counted, *rows),
    )
    charts = (
        Bars(caption=voice.words[name], unit=voice.words["percent"], bars=tuple(drawn))
        for name, drawn in bars.items()
        if drawn
    )
    said = voice.on(_basis(review)).sentence(
        "figures.hash", "figures_hash", refs=(review.cut,), digest=review.digest
    )
    return Annex(
        key="figures",
        title=voice.words["figures_title"],
        sentences=(said,),
        charts=tuple(charts),
        tables=(table,),
    )


def _told(share: Share | None) -> str:
    return "" if share is None else f"{share.count}/{share.of}"


def _received(before: BriefReview | None, party: PartyId) -> str:
    return "" if before is None else str(before.received.get(party, ""))


def _row(voice: Voice, one: AgendaItem) -> tuple[str, ...]:
    return (
        voice.words[f"kind_{one.kind}"],
        one.about,
        "" if one.mover is None else voice.party(one.mover),
        "" if one.due is None else one.due.isoformat(),
        one.ref,
    )
