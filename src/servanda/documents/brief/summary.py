"""The joint summary of outcomes: what each side published about a round, beside the other's.

It says nothing of its own about the substance: each side's text stands as published, in its
language, and of each point in which text it is. A translation stands beside it and is called
one. It is a value like the brief, so every form and language of the brief is one of it too.

Source: docs/spec/brief.md, "The joint summary".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from servanda.core.dialogue.outcomes import OutcomeRow, OutcomeText
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.rounds import Round, RoundKind
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import Digest, PartyId
from servanda.documents.brief.content import FIXED_WORDS, Annex, Basis, Brief, Sentence, Table
from servanda.documents.brief.dialogue_annexes import deliverables_table
from servanda.documents.brief.public_page import left_out_sentences
from servanda.documents.brief.readable import readable
from servanda.documents.brief.voice import Voice
from servanda.documents.brief.wording import WORDS, words_for


def compose_summary(
    record: DialogueRecord,
    *,
    edition: Edition,
    language: str,
    today: date,
    is_published: bool,
    mode: str,
    round_key: str = "",
    left_out: Mapping[str, Sequence[Digest]] | None = None,
) -> Brief:
    """Return the joint summary of one round, or of all about which a side has published.

    Args:
        record: What is known of the dialogue.
        edition: For whom, `JOINT` or `PUBLIC`.
        language: As for `compose_brief`.
        today: The day whose state it tells.
        is_published: As for `compose_brief`.
        mode: As for `compose_brief`.
        round_key: Of the round; empty for all.
        left_out: What the edition may not have, by the word that keeps it out.
    """
    voice = Voice(
        record=record,
        language=language if language in WORDS else "en",
        words=words_for(language),
        today=today,
        basis=Basis.PUBLISHED if is_published else Basis.AGREED,
    )
    rounds = _summarised(record, round_key)
    notice = voice.words["example"] if is_published else voice.words.get(f"mode_{mode}", "")
    first, second = (voice.party(party) for party in record.parties)
    return readable(
        Brief(
            language=voice.language,
            edition=edition,
            title=voice.words["summary_title"],
            question=voice.words["summary_question"],
            notice=notice,
            as_of=today,
            parties=(first, second),
            page=(
                *(said for one in rounds for said in _round_sentences(voice, one)),
                *left_out_sentences(voice, left_out or {}),
            ),
            annexes=tuple(_annex(voice, one) for one in rounds),
            words={str(name): voice.words[name] for name in FIXED_WORDS},
        ),
        voice.words,
    )


def _summarised(record: DialogueRecord, key: str) -> Sequence[Round]:
    """Return the round `key`; of no key all about which a side has published."""
    return [
        one
        for one in record.rounds
        if one.kind is RoundKind.ROUND
        and one.took_place
        and (one.key == key if key else bool(record.outcomes.get(one.key)))
    ]


def _round_sentences(voice: Voice, one: Round) -> Iterator[Sentence]:
    texts = {text.party: text for text in voice.record.outcomes.get(one.key, ())}
    refs = [one.source, *(text.source for text in texts.values())]
    named = {"round": voice.round(one), "day": voice.day(one)}
    silent = [party for party in voice.record.parties if party not in texts]
    if silent:
        for party in silent:
            yield voice.sentence(
                f"summary.silent.{one.key}.{party}",
                "summary_silent",
                refs=refs,
                party=voice.party(party),
                **named,
            )
    else:
        rows = voice.record.outcome_rows(one.key)
        both = sum(len(row.texts) > 1 for row in rows)
        yield voice.sentence(
            f"summary.both.{one.key}", "summary_both", refs=refs, count=both, **named
        )
        for party, other in zip(texts, reversed(list(texts.values())), strict=True):
            alone = sum(set(row.texts) == {party} for row in rows)
            if other.is_complete or alone:
                yield voice.sentence(
                    f"summary.only.{one.key}.{party}",
                    "summary_only" if other.is_complete else "summary_not_said",
                    refs=refs,
                    count=alone,
                    party=voice.party(party),
                    **named,
                )
    if "held" in one.differences:
        yield voice.sentence(
            f"days.{one.key}", "cadence_differs", refs=(one.source,), round=voice.round(one)
        )


def _annex(voice: Voice, one: Round) -> Annex:
    texts = {text.party: text for text in voice.record.outcomes.get(one.key, ())}
    said = (_published(voice, one, party, texts.get(party)) for party in voice.record.parties)
    rows = voice.record.outcome_rows(one.key)
    promised = [each for each in voice.record.deliverables if each.round_key == one.key]
    tables = (
        *((_side_by_side(voice, one, rows, texts),) if rows else ()),
        *((deliverables_table(voice, promised),) if promised else ()),
    )
    return Annex(
        key=f"summary.{one.key}",
        title=voice.say("summary_round", round=voice.round(one), day=voice.day(one)),
        sentences=tuple(said),
        tables=tables,
    )


def _published(voice: Voice, one: Round, party: PartyId, text: OutcomeText | None) -> Sentence:
    """Say by which days a side names the round, and when and in what language it published."""
    sitting = one.sittings.get(party)
    held = None if sitting is None else sitting.held
    released = None if sitting is None else sitting.released
    language = "" if text is None else voice.words[f"language_{text.language}"]
    whole = text is not None and text.is_complete
    name = "summary_none" if text is None else "summary_text" if whole else "summary_excerpt"
    return voice.sentence(
        f"summary.text.{one.key}.{party}",
        name,
        refs=(one.source, "" if text is None else text.source),
        party=voice.party(party),
        held=held or voice.words["no_day"],
        released=released or voice.words["no_day"],
        language=language,
    )


def _side_by_side(
    voice: Voice,
    one: Round,
    rows: Sequence[OutcomeRow],
    texts: Mapping[PartyId, OutcomeText],
) -> Table:
    """Return both texts as published; a translation has a column of its own and is called one."""
    parties = voice.record.parties
    languages = {party: text.language for party, text in texts.items()}
    translated = [
        party
        for party in parties
        if any(_translation(voice, row, party, languages) for row in rows)
    ]
    heading = (
        *(voice.say("text_of", party=voice.party(party)) for party in parties),
        *(voice.say("translation_of", party=voice.party(party)) for party in translated),
        voice.words["standing"],
    )
    return Table(
        caption=voice.say("outcomes_table", round=voice.round(one)),
        heading=heading,
        rows=tuple(
            (
                *(_authentic(row, party, languages) for party in parties),
                *(_translation(voice, row, party, languages) for party in translated),
                _standing(voice, row, texts),
            )
            for row in rows
        ),
        languages={
            place: languages[party] for place, party in enumerate(parties) if party in languages
        },
    )


def _authentic(row: OutcomeRow, party: PartyId, languages: Mapping[PartyId, str]) -> str:
    item = row.texts.get(party)
    if item is None:
        return ""
    return item.text.get(languages[party]) or next(iter(item.text.values()), "")


def _translation(
    voice: Voice, row: OutcomeRow, party: PartyId, languages: Mapping[PartyId, str]
) -> str:
    item = row.texts.get(party)
    if item is None or languages[party] == voice.language:
        return ""
    return item.text.get(voice.language, "")


def _standing(voice: Voice, row: OutcomeRow, texts: Mapping[PartyId, OutcomeText]) -> str:
    if len(row.texts) == len(voice.record.parties):
        return voice.words["in_both"]
    if row.only_in is not None:
        return voice.say("in_one", party=voice.party(row.only_in))
    return voice.words["not_said" if len(texts) > 1 else "other_silent"]
