"""Put a brief together for an audience, in a language.

The public edition answers one question in one page: it has no annexes, and names no person. The
joint edition has what both sides hold, and nothing that one side alone found.

Source: docs/spec/brief.md, "Editions".
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from servanda.core.dialogue.record import DialogueRecord
from servanda.core.handling.editions import Edition
from servanda.documents.brief.assessments_part import (
    assessment_annexes,
    assessment_sentences,
)
from servanda.documents.brief.conduct_part import conduct_annexes, conduct_sentences
from servanda.documents.brief.content import FIXED_WORDS, Annex, Basis, Brief, Sentence
from servanda.documents.brief.dialogue_annexes import dialogue_annexes
from servanda.documents.brief.dialogue_part import page_sentences
from servanda.documents.brief.matters import BriefMatters
from servanda.documents.brief.matters_part import matter_annexes, matter_sentences
from servanda.documents.brief.public_page import (
    for_everybody,
    left_out_sentences,
    one_page,
    public_since,
)
from servanda.documents.brief.readable import readable
from servanda.documents.brief.voice import Voice
from servanda.documents.brief.wording import WORDS, words_for


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
    return readable(
        Brief(
            language=voice.language,
            edition=edition,
            title=voice.words["title"],
            question=question,
            notice=voice.words["example"] if is_published else voice.words.get(f"mode_{mode}", ""),
            as_of=today,
            parties=(first, second),
            page=tuple(_page(voice, told, has_own=has_own)),
            annexes=() if voice.is_public else tuple(_annexes(voice, told, has_own=has_own)),
            words={str(name): voice.words[name] for name in FIXED_WORDS},
        ),
        voice.words,
    )


def _page(voice: Voice, told: BriefMatters, *, has_own: bool) -> Iterator[Sentence]:
    page = [one for one in _sentences(voice, told) if has_own or one.basis is not Basis.OWN]
    yield from one_page(voice, page) if voice.is_public else page
    yield from left_out_sentences(voice, told.left_out)


def _sentences(voice: Voice, told: BriefMatters) -> Iterator[Sentence]:
    yield from matter_sentences(voice, told)
    if told.conduct is not None:
        yield from conduct_sentences(voice, told.conduct)
    yield from assessment_sentences(voice, told.assessments)
    yield from page_sentences(voice)


def _annexes(voice: Voice, told: BriefMatters, *, has_own: bool) -> Iterator[Annex]:
    yield from matter_annexes(voice, told, has_own=has_own)
    yield from conduct_annexes(voice, told, has_own=has_own)
    yield from assessment_annexes(voice, told.assessments)
    yield from dialogue_annexes(voice)
