"""In which words, on which day and on what ground a brief speaks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from servanda.core.assessments.assessment import NEUTRAL_MARK
from servanda.core.dialogue.cadence import Drift
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.rounds import Round
from servanda.core.identifiers import DIGEST_PREFIX, PartyId
from servanda.documents.brief.content import Basis, Sentence

_CHINESE = "\u2e80"  # from which on signs are as wide as Chinese ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How the sentences of one brief are said.

    Attributes:
        record: The dialogue spoken of, which knows what parties and rounds are called.
        language: `en` or `zh-Hans`.
        words: Texts of this language by their key.
        today: The day whose state is told.
        basis: What the sentences rest on.
        since: First day of the one period that a public edition tells of; None for all days.
    """

    record: DialogueRecord
    language: str
    words: Mapping[str, str]
    today: date
    basis: Basis
    since: date | None = None

    @property
    def is_public(self) -> bool:
        """Whether it speaks to everybody."""
        return self.since is not None

    def covers(self, day: date | None) -> bool:
        """Return whether a day lies in the period told of; what has no day does."""
        return self.since is None or day is None or self.since <= day <= self.today

    def day(self, one: Round) -> date:
        """Return the first day on which a round took place by any side's word, or is planned."""
        held = (sat.held for sat in one.sittings.values() if sat.held is not None)
        return min(held, default=one.first_day)

    def told_rounds(self, name: str) -> Sequence[Round]:
        """Return the rounds of a series that took place in the period, oldest first."""
        return [one for one in self.record.held_rounds(name) if self.covers(self.day(one))]

    def say(self, name: str, **places: object) -> str:
        """Return the text `name` with its places filled in."""
        text = self.words[name]
        if self.language == "zh-Hans":
            text = _close_up(text, places)
        return text.format(**places)

    def sentence(self, key: str, name: str, *, refs: Iterable[str], **places: object) -> Sentence:
        """Return the sentence `name` under `key`, resting on `refs`."""
        named = tuple(dict.fromkeys(ref for ref in refs if ref))
        return Sentence(key=key, text=self.say(name, **places), basis=self.basis, refs=named)

    def on(self, basis: Basis) -> "Voice":
        """Return the same voice on another ground."""
        return replace(self, basis=basis)

    def of(self, words: Mapping[str, str]) -> str:
        """Return words in this language; in another, and called that, where it has none.

        Empty for none at all.
        """
        own = words.get(self.language)
        other = next(((name, one) for name, one in words.items() if one), None)
        if own or other is None:
            return own or ""
        language, text = other
        name = self.words.get(f"language_{language}", language)
        return self.say("untranslated", text=text, language=name)

    def name(self, words: Mapping[str, str]) -> str:
        """Return what somebody or something is called: a name is no text to be translated."""
        return words.get(self.language) or next(iter(words.values()), "")

    def party(self, party: PartyId) -> str:
        """Return what a party is called."""
        if party.endswith(NEUTRAL_MARK):
            return self.say("neutral", assessor=party.removesuffix(NEUTRAL_MARK))
        return self.name(self.record.names.get(party, {})) or party

    def round(self, one: Round) -> str:
        """Return what a round is called."""
        if title := self.name(one.title):
            return title
        is_unnamed = one.key.startswith(DIGEST_PREFIX) and one.first_day != date.max
        return self.say("round_of", day=self.day(one)) if is_unnamed else one.key

    def drift(self, drift: Drift) -> str:
        """Return how far a round was off."""
        if not drift.days:
            return self.words["drift_on_day"]
        name = "drift_late" if drift.days > 0 else "drift_early"
        return self.say(name, days=abs(drift.days))


def _close_up(text: str, places: Mapping[str, object]) -> str:
    """Return a Chinese text whose blanks beside Latin names are gone where a name is Chinese."""
    for place, value in places.items():
        said = str(value)
        if said[:1] >= _CHINESE:
            text = text.replace(f" {{{place}}}", f"{{{place}}}")
        if said[-1:] >= _CHINESE:
            text = text.replace(f"{{{place}}} ", f"{{{place}}}")
    return text
