"""Put a brief together for an audience, in a language.

The public edition answers one question in one page: it has no annexes, and names no person. The
joint edition has what both sides hold, and nothing that one side alone found.

Source: docs/spec/brief.md, "Editions".
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from servanda.core.dialogue.record import DialogueRecord
from servanda.core.handling.editions import Edition
from servanda.documents.brief.assessments_part import (
    assessment_annexes,
    assessment_sentences,
)
from servanda.documents.brief.conduct_part import conduct_annexes, conduct_sentences
from servanda.documents.brief.content import (
    FIXED_WORDS,
    FURTHER,
    Annex,
    Basis,
    Brief,
    Sentence,
)
from servanda.documents.brief.dialogue_annexes import dialogue_annexes
from servanda.documents.brief.dialogue_part import page_sentences
from servanda.documents.brief.matters import BriefMatters
from servanda.documents.brief.matters_part import matter_annexes, matter_sentences
from servanda.documents.brief.public_page import (
    few_of_each,
    for_everybody,
    left_out_sentences,
    no_room_for,
    public_since,
    source_sentences,
)
from servanda.documents.brief.readable import readable
from servanda.documents.brief.room import PAGE_LINES, lines_of, on_one_page
from servanda.documents.brief.voice import Voice
from servanda.documents.brief.wording import WORDS, words_for

_ROOM_FOR_COUNT = 2  # lines that say how many sentences had no room


def compose_brief(
    record: DialogueRecord,
    *,
    edition: Edition,
    language: str,
    today: date,
    is_published: bool,
    mode: str,
    matters: BriefMatters | None = None,
) -> Brief:
    """Return the brief on a dialogue and what is beside it.

    Args:
        record: What is known of it.
        edition: For whom.
        language: `en` or `zh-Hans`; another falls back to `en`.
        today: The day whose state it tells.
        is_published: Whether it was recorded from public sources and no party has said it.
        mode: Of the accord: `real`, `exercise` or `demonstration`; said on top unless real.
        matters: What is told beside the dialogue; None for the dialogue alone.
    """
    voice = Voice(
        record=record,
        language=language if language in WORDS else "en",
        words=words_for(language),
        today=today,
        basis=Basis.PUBLISHED if is_published else Basis.AGREED,
    )
    told, has_own = matters or BriefMatters(), edition is Edition.PARTY
    question = voice.words["question"]
    if edition is Edition.PUBLIC:
        told = for_everybody(told)
        voice = replace(voice, since=public_since(record, told))
        question = voice.say("question_public", since=voice.since, until=today)
    first, second = (voice.party(party) for party in record.parties)
    page, further = _page(voice, told, has_own=has_own)
    return readable(
        Brief(
            language=voice.language,
            edition=edition,
            title=voice.words["title"],
            question=question,
            notice=voice.words["example"] if is_published else voice.words.get(f"mode_{mode}", ""),
            as_of=today,
            parties=(first, second),
            page=tuple(page),
            annexes=tuple(_annexes(voice, told, further, has_own=has_own)),
            words={str(name): voice.words[name] for name in FIXED_WORDS},
        ),
        voice.words,
    )


def _page(
    voice: Voice, told: BriefMatters, *, has_own: bool
) -> tuple[Sequence[Sentence], Sequence[Sentence]]:
    """Return what stands on the one page, and what it has no room for."""
    voices = {
        language: replace(voice, language=language, words=words)
        for language, words in WORDS.items()
    }
    said = {name: _said(one, told, has_own=has_own) for name, one in voices.items()}
    heights = [
        max(
            lines_of(one, voices[name].words, has_list=not voice.is_public)
            for name, one in zip(said, alike, strict=True)
        )
        for alike in zip(*(may_stand for may_stand, _ in said.values()), strict=True)
    ]
    may_stand, all_of_it = said[voice.language]
    kept = on_one_page(may_stand, heights, room=PAGE_LINES - _ROOM_FOR_COUNT * voice.is_public)
    page = [one for one in may_stand if one.key in kept]
    dropped = [one for one in all_of_it if one.key not in kept]
    if not voice.is_public:
        return page, dropped
    return [*page, *no_room_for(voice, dropped)], ()


def _said(
    voice: Voice, told: BriefMatters, *, has_own: bool
) -> tuple[Sequence[Sentence], Sequence[Sentence]]:
    """Return what may stand on the page, and all that there is to say."""
    page = [one for one in _sentences(voice, told) if has_own or one.basis is not Basis.OWN]
    left_out = list(left_out_sentences(voice, told.left_out))
    if not voice.is_public:
        return [*page, *left_out], [*page, *left_out]
    few = few_of_each(page)
    return [*few, *source_sentences(voice, few), *left_out], page


def _further(voice: Voice, further: Sequence[Sentence]) -> Iterator[Annex]:
    if further:
        title = voice.words["further"]
        yield Annex(key=FURTHER, title=title, sentences=tuple(further))


def _sentences(voice: Voice, told: BriefMatters) -> Iterator[Sentence]:
    yield from matter_sentences(voice, told)
    if told.conduct is not None:
        yield from conduct_sentences(voice, told.conduct)
    yield from assessment_sentences(voice, told.assessments)
    yield from page_sentences(voice)


def _annexes(
    voice: Voice, told: BriefMatters, further: Sequence[Sentence], *, has_own: bool
) -> Iterator[Annex]:
    if voice.is_public:
        return
    yield from _further(voice, further)
    yield from matter_annexes(voice, told, has_own=has_own)
    yield from conduct_annexes(voice, told, has_own=has_own)
    yield from assessment_annexes(voice, told.assessments)
    yield from dialogue_annexes(voice)
