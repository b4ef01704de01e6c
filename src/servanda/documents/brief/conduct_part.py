"""What the page and the annexes of a brief say of commitments, concerns, hotline and contacts.

Source: docs/spec/brief.md, "Annexes".
"""

from collections.abc import Iterator, Sequence

from servanda.documents.brief.conduct import BriefCall, BriefConcern, BriefConduct, BriefContact
from servanda.documents.brief.content import Annex, Bars, Basis, Row, Sentence, Table
from servanda.documents.brief.matters import BriefMatters
from servanda.documents.brief.voice import Voice
from servanda.documents.visible import unwrapped

_PERCENT = 100
_MINUTE = 60
_CONFIRMED = ("confirmed", "confirmed_late")


def conduct_sentences(voice: Voice, conduct: BriefConduct) -> Iterator[Sentence]:
    """Yield what the page says of the hotline and of the contacts' checks.

    What is open among concerns stands on the page with everything else that is open.
    """
    agreed = voice.on(Basis.AGREED)
    if calls := conduct.calls:
        yield agreed.sentence(
            "hotline",
            "hotline_used",
            refs=[one.leaf for one in calls],
            count=len(calls),
            confirmed=sum(one.standing in _CONFIRMED for one in calls),
            differing=sum(one.differing > 0 for one in calls),
        )
    for party in voice.record.parties:
        checked = [one for one in conduct.contacts if one.holder == party and one.asked]
        if checked:
            yield agreed.sentence(
                f"contacts.{party}",
                "contacts_checked",
                refs=[one.leaf for one in checked],
                party=voice.party(party),
                count=sum(one.asked for one in checked),
                passed=sum(one.passed for one in checked),
            )


def conduct_annexes(voice: Voice, matters: BriefMatters, *, has_own: bool) -> Iterator[Annex]:
    """Yield the annexes on commitments, concerns, the hotline and contacts.

    Args:
        voice: How the brief speaks.
        matters: What it tells; nothing without its conduct.
        has_own: Whether the edition has what one side alone found.
    """
    conduct = matters.conduct
    if conduct is None:
        return
    if conduct.commitments:
        yield _commitments(voice, conduct, matters, has_own=has_own)
    if conduct.concerns:
        heading = ("issuer", "about", "received", "reply_due", "replied", "state", "statement")
        rows = tuple(_concern(voice, one) for one in reversed(conduct.concerns))
        yield _annex(voice, "concerns", heading, rows)
    if conduct.calls:
        heading = ("caller", "basis", "received", "record", "differing", "reading", "statement")
        yield _annex(
            voice, "hotline", heading, tuple(_call(voice, one) for one in reversed(conduct.calls))
        )
    if conduct.contacts:
        yield _contacts(voice, conduct.contacts)


def _annex(voice: Voice, name: str, heading: Sequence[str], rows: tuple[Row, ...]) -> Annex:
    table = Table(
        caption=voice.words[f"{name}_table"],
        heading=tuple(voice.words[one] for one in heading),
        rows=rows,
    )
    return Annex(key=name, title=voice.words[f"{name}_title"], tables=(table,))


def _commitments(
    voice: Voice, conduct: BriefConduct, matters: BriefMatters, *, has_own: bool
) -> Annex:
    found = {one.commitment: voice.words[f"status_{one.status}"] for one in matters.findings}
    heading = ["commitment", "promised", "concerns_all", "concerns_open"]
    rows = []
    for name, words in conduct.commitments.items():
        about = [one for one in conduct.concerns if one.about == name]
        row = (
            name,
            unwrapped(voice.of(words)),
            str(len(about)),
            str(sum(one.is_open for one in about)),
        )
        rows.append((*row, found.get(name, "")) if has_own and found else row)
    if has_own and found:
        heading.append("own_finding")
    said = voice.on(Basis.AGREED).sentence(
        "commitments", "commitments_of", refs=(conduct.accord,), count=len(rows)
    )
    annex = _annex(voice, "commitments", heading, tuple(rows))
    return Annex(key=annex.key, title=annex.title, sentences=(said,), tables=annex.tables)


def _concern(voice: Voice, one: BriefConcern) -> Row:
    return (
        voice.party(one.issuer),
        one.about,
        one.received_on.isoformat(),
        "" if one.due_on is None else one.due_on.isoformat(),
        voice.words["no_reply"] if one.replied_on is None else one.replied_on.isoformat(),
        voice.words[f"concern_{one.state}"],
        one.leaf,
    )


def _call(voice: Voice, one: BriefCall) -> Row:
    return (
        voice.party(one.caller),
        voice.words[f"basis_{one.basis}"],
        one.received_on.isoformat(),
        voice.words[f"call_{one.standing}"],
        str(one.differing),
        voice.words["outside_reading" if one.is_outside else "within_reading"],
        one.leaf,
    )


def _contacts(voice: Voice, contacts: Sequence[BriefContact]) -> Annex:
    heading = ("side", "role", "channel", "state", "expires", "checks", "response", "statement")
    annex = _annex(voice, "contacts", heading, tuple(_contact(voice, one) for one in contacts))
    bars = tuple(
        (
            f"{voice.party(one.holder)}: {voice.words[f'role_{one.role}']}",
            one.passed * _PERCENT // one.asked,
        )
        for one in contacts
        if one.asked
    )
    chart = Bars(caption=voice.words["contacts_chart"], unit=voice.words["percent"], bars=bars)
    return Annex(
        key=annex.key,
        title=annex.title,
        charts=(chart,) if bars else (),
        tables=annex.tables,
    )


def _contact(voice: Voice, one: BriefContact) -> Row:
    seconds = one.median_seconds
    return (
        voice.party(one.holder),
        voice.words[f"role_{one.role}"],
        voice.words[f"carrier_{one.carrier}"],
        voice.words[f"contact_{one.state}"],
        "" if one.expires_on is None else one.expires_on.isoformat(),
        f"{one.passed}/{one.asked}",
        "" if seconds is None else voice.say("minutes", count=-(-seconds // _MINUTE)),
        one.leaf,
    )
