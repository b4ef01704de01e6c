"""Verbs and phrases that report what somebody says, with how surely they do.

Used by `speech/cues.py`. The list is closed on purpose: a reader can look up why a sentence
counts as a report, and a new verb is a new version of the rule.

Source: docs/spec/evidence/voices.md, "Words that report".
"""

from enum import IntEnum
from typing import Final

from servanda.evidence.speech.word_lists import words_of


class Strength(IntEnum):
    """How surely a verb reports speech. A higher value wins where two cues compete."""

    WEAK = 1  # acts that may be done in words: attacked, defended, promised, showed
    CLEAR = 2  # words of speech that are other words too: noted, called, found, added
    SAYING = 3  # said, told, wrote, tweeted


# Lemma, past, participle where it is not formed by rule; "-" doubles the last letter.
_SAYING = """
add; announce; ask; bark; bellow; comment; concede; conclude; continue; declare; elaborate;
email; enthuse; exclaim; explain; growl; insist; joke; lament; muse; mutter; opine; quip-;
recall; recount; remark; reply; respond; retaliate; retort; roar; say said said; shout; sneer;
sniff; state; tell told told; testify; text; thunder; tweet; write wrote written; yell
"""
_CLEAR = """
acknowledge; admit-; advise; agree; allege; argue; assert; assure; attest; avow; beg-; believe;
blog-; boast; brag-; brand; call; caution; certify; chant; characterise; characterize; charge;
chide; cite; claim; clarify; complain; confirm; contend; counsel; counter; crow; cry; deadpan-;
demand; deny; describe; disclose; divulge; dub-; echo; emphasise; emphasize; estimate; exhort;
express; find found found; fume; gush; highlight; hint; implore; imply; indicate; inform;
interject; interrupt; intimate; intone; label; maintain; marvel; mention; message; note;
observe; offer; plead; pledge; point; posit; post; predict; proclaim; promise; pronounce;
propose; protest; quote; rail; read read read; reason; refer-; reiterate; relate; remind;
repeat; report; retweet; reveal; scream; shoot shot shot; signal; snap-; speak spoke spoken;
speculate; stress; suggest; summarise; summarize; surmise; swear swore sworn; talk; term;
theorize; think thought thought; tout; underline; underscore; urge; volunteer; vow; warn;
whisper
"""
_WEAK = """
accuse; address; answer; apologise; apologize; appeal; appear; applaud; assume; attack; bash;
blame; blast; cast cast cast; chime; compare; condemn; congratulate; consider; criticise;
criticize; debate; decide; decline; decry; deem; defend; deliver; denounce; depict; deride;
direct; discuss; dismiss; doubt; encourage; endorse; expect; fear; feel felt felt; fire; frame;
hail; hear heard heard; hit hit hit; hope; imagine; invoke; issue; joke; judge; jump; know knew
known; lash; learn; like; mean meant meant; mock; oppose; order; pen-; plan-; portray; pose;
praise; prefer; press; publish; push; put put put; question; recommend; refuse; reject; release;
request; ridicule; rip-; rule; salute; see saw seen; seem; show showed shown; sign; slam-;
sound; sum-; support; tear tore torn; thank; understand understood understood; want; welcome;
wonder; worry
"""

# After these the words in between marks are a name, a title or a slogan as often as speech.
NAMING: Final = frozenset({"call", "dub", "label", "term", "brand", "name"})

# Verbs that stand before their subject as well: `…," said Carol`.
_INVERTING = """
acknowledge add admit agree announce argue ask assert assure bark boast caution claim comment
complain concede conclude confirm contend continue counter declare echo enthuse exclaim exhort
explain insist joke lament maintain muse note observe offer opine predict promise quip read
recall recount reiterate remark repeat reply report respond retaliate retort say shout state
stress suggest tell tweet urge vow warn wonder write yell
"""
INVERTING: Final = words_of(_INVERTING)


# Forms in -s that are a noun in the plural as often as a verb.
_NOUN_FORMS = """
addresses answers appeals attacks blogs boasts brands calls charges claims comments counters cries
debates demands doubts estimates fears fires frames hints hopes issues jokes labels messages notes
offers orders plans pledges points posts praises promises protests questions quotes releases remarks
replies reports requests rules signals signs supports talks terms tweets views vows worries
"""
NOUN_TOO: Final = words_of(_NOUN_FORMS)

# Nouns for what is said: whoever they belong to says it.
_NOUNS = """
account accusation admission allegation allegations answer argument assertion call calls claim
claims column comment comments complaint contention criticism critique declaration description
email essay insistence interview letter mantra memo message motto opinion phrase pledge post
promise promises question quote remark remarks reply report response rhetoric slogan speech
statement statements suggestion testimony tweet tweets view views vow warning word words
"""
REPORT_NOUNS: Final = words_of(_NOUNS)


def _forms(entry: str) -> tuple[str, tuple[str, ...]]:
    """Return the lemma and its forms: third person, past, participle, gerund."""
    parts = entry.split()
    doubled = parts[0].endswith("-")
    lemma = parts[0].rstrip("-")
    stem = lemma + lemma[-1] if doubled else lemma
    is_y = lemma.endswith("y") and lemma[-2] not in "aeo"
    third = lemma + ("es" if lemma.endswith(("ss", "sh", "ch", "go", "ho")) else "s")
    past = stem + ("d" if stem.endswith("e") else "ed")
    if is_y:
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    gerund = (stem[:-1] if stem.endswith("e") and not stem.endswith("ee") else stem) + "ing"
    irregular = tuple(parts[1:])
    return lemma, (lemma, third, *(irregular or (past,)), gerund)


def _table() -> dict[str, tuple[str, Strength]]:
    """Return each form with its lemma and strength; the stronger list wins."""
    table: dict[str, tuple[str, Strength]] = {}
    lists = ((_WEAK, Strength.WEAK), (_CLEAR, Strength.CLEAR), (_SAYING, Strength.SAYING))
    for listed, strength in lists:
        for entry in listed.split(";"):
            lemma, forms = _forms(entry)
            table.update(dict.fromkeys(forms, (lemma, strength)))
    return table


VERBS: Final = _table()
