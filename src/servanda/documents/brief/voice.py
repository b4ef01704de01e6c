"""In which words, on which day and on what ground a brief speaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from servanda.core.dialogue.cadence import Drift
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.rounds import Round
from servanda.core.identifiers import PartyId
from servanda.documents.brief.content import Basis, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How the sentences of one brief are said.

    Attributes:
        record: The dialogue spoken of, which knows what parties and rounds are called.
        language: `en` or `zh-Hans`.
        words: Texts of this language by their key.
        today: The day whose state is told.
        basis: What the sentences rest on.
    """

    record: DialogueRecord
    language: str
    words: Mapping[str, str]
    today: date
    basis: Basis

    def say(self, name: str, **places: object) -> str:
        """Return the text `name` with its places filled in."""
        return self.words[name].format(**places)

    def sentence(self, key: str, name: str, *, refs: Iterable[str], **places: object) -> Sentence:
        """Return the sentence `name` under `key`, resting on `refs`."""
        named = tuple(dict.fromkeys(ref for ref in refs if ref))
        return Sentence(key=key, text=self.say(name, **places), basis=self.basis, refs=named)

    def on(self, basis: Basis) -> "Voice":
        """Return the same voice on another ground."""
        return replace(self, basis=basis)

    def of(self, words: Mapping[str, str]) -> str:
        """Return words in this language, or in any there is; empty for none."""
        return words.get(self.language) or next(iter(words.values()), "")

    def party(self, party: PartyId) -> str:
        """Return what a party is called."""
        return self.of(self.record.names.get(party, {})) or party

    def round(self, one: Round) -> str:
        """Return what a round is called."""
        return self.of(one.title) or one.key

    def drift(self, drift: Drift) -> str:
        """Return how far a round was off."""
        if not drift.days:
            return self.words["drift_on_day"]
        name = "drift_late" if drift.days > 0 else "drift_early"
        return self.say(name, days=abs(drift.days))
