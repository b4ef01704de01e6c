"""What the page and the annexes of a brief say of assessments: each assessor's word, side by side.

Nothing is made of two: no mean, no majority. Where they are not the same, that is said in words.

Source: docs/spec/brief.md, "Beside the dialogue"; docs/decisions/0043.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from servanda.core.assessments.assessment import Assessment
from servanda.core.assessments.side_by_side import Agreement, SideBySide, newest_of_each
from servanda.core.identifiers import PartyId
from servanda.documents.brief.content import Annex, Basis, Row, Sentence, Table
from servanda.documents.brief.voice import Voice


def assessment_sentences(voice: Voice, told: Sequence[SideBySide]) -> Iterator[Sentence]:
    """Yield what the page says of each commitment, about the period that ended last."""
    said = voice.on(Basis.ASSESSED)
    for one in newest_of_each(told):
        commitment = one.matter.commitment
        places = {"commitment": commitment, **_period(one)}
        match one.agreement:
            case Agreement.ALONE:
                (alone,) = one.assessments
                yield said.sentence(
                    f"assessed.{commitment}",
                    "assessed_alone",
                    refs=_refs(alone),
                    party=voice.party(PartyId(alone.assessor)),
                    value=_value(voice, alone),
                    **places,
                )
            case Agreement.SAME:
                yield said.sentence(
                    f"assessed.{commitment}",
                    "assessed_same",
                    refs=[ref for each in one.assessments for ref in _refs(each)],
                    value=_value(voice, one.assessments[0]),
                    **places,
                )
            case Agreement.DIFFERENT:
                yield from _different(said, one, places)


def _different(said: Voice, one: SideBySide, places: dict[str, object]) -> Iterator[Sentence]:
    commitment = one.matter.commitment
    for each in one.assessments:
        yield said.sentence(
            f"assessed.{commitment}.{each.assessor}",
            "assessed_by",
            refs=_refs(each),
            party=said.party(PartyId(each.assessor)),
            value=_value(said, each),
            **places,
        )
    name = "assessed_apart_on_same" if one.rests_on_same_evidence else "assessed_apart"
    refs = [ref for each in one.assessments for ref in _refs(each)]
    yield said.sentence(f"assessed.{commitment}", name, refs=refs, **places)


def assessment_annexes(voice: Voice, told: Sequence[SideBySide]) -> Iterator[Annex]:
    """Yield the annex on assessments: the words side by side, then each with what it says."""
    if not told:
        return
    spoke = dict.fromkeys(each.assessor for one in told for each in one.assessments)
    assessors = dict.fromkeys((*voice.record.parties, *spoke))
    heading = ("commitment", "assessed_period")
    beside = Table(
        caption=voice.words["assessed_beside"],
        heading=(
            *(voice.words[name] for name in heading),
            *(voice.party(PartyId(name)) for name in assessors),
            voice.words["assessed_together"],
        ),
        rows=tuple(_beside(voice, one, assessors=list(assessors)) for one in told),
    )
    names = (
        *("commitment", "assessed_period", "assessor", "assessed_value", "confidence"),
        *("assessed_elements", "assessed_comment", "statement"),
    )
    each_alone = Table(
        caption=voice.words["assessed_each"],
        heading=tuple(voice.words[name] for name in names),
        rows=tuple(_row(voice, one, each) for one in told for each in one.assessments),
    )
    title = voice.words["assessed_title"]
    yield Annex(key="assessments", title=title, tables=(beside, each_alone))


def _beside(voice: Voice, one: SideBySide, *, assessors: Sequence[str]) -> Row:
    said = {each.assessor: _value(voice, each) for each in one.assessments}
    return (
        one.matter.commitment,
        voice.say("assessed_days", **_period(one)),
        *(said.get(PartyId(name), voice.words["assessed_nothing"]) for name in assessors),
        voice.words[f"together_{one.agreement}"],
    )


def _row(voice: Voice, one: SideBySide, each: Assessment) -> Row:
    judged = each.judgement
    elements = (
        f"{voice.words[f'element_{name}']}: {voice.words[f'result_{result}']}"
        for name, result in sorted(judged.elements.items())
    )
    return (
        one.matter.commitment,
        voice.say("assessed_days", **_period(one)),
        voice.party(PartyId(each.assessor)),
        _value(voice, each),
        voice.words[f"confidence_{judged.confidence}"] if judged.confidence else "",
        "; ".join(elements),
        voice.words[f"comment_{each.position}" if each.position else "comment_silence"],
        each.leaf,
    )


def _value(voice: Voice, one: Assessment) -> str:
    """Return the value in words; of what cannot be assessed with its ground."""
    judged = one.judgement
    title = one.terms.scale.title(judged.value, language=voice.language)
    title = title or voice.words[f"value_{judged.value}"]
    if not judged.ground:
        return title
    ground = voice.words[f"ground_{judged.ground}"]
    return voice.say("value_with_ground", value=title, ground=ground)


def _period(one: SideBySide) -> dict[str, date]:
    return {"since": one.matter.from_.date(), "until": one.matter.until.date()}


def _refs(one: Assessment) -> tuple[str, ...]:
    return (one.leaf, *(ref for ref in (one.comment, one.release) if ref is not None))
