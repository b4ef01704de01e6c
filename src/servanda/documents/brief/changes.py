"""What changed since the last brief: sentence by sentence, by the keys that they carry.

The last brief is one that was frozen, so what it said is beyond doubt. Only a brief of the same
edition is compared: else an edition for others would quote one that was not for them.

Source: docs/spec/brief.md, "What changed".
"""

from collections.abc import Sequence
from dataclasses import replace

from servanda.documents.brief.content import Annex, Basis, Brief, Sentence, Table
from servanda.documents.brief.wording import words_for

KEY = "changes"


def with_changes(brief: Brief, last: Brief, *, snapshot: str) -> Brief:
    """Return `brief` with an annex of what its page says otherwise than that of `last`.

    Args:
        brief: The new one.
        last: The last one, of the same edition and language.
        snapshot: Hash of the snapshot in which it was frozen.
    """
    words = words_for(brief.language)
    before = {one.key: one for one in last.sentences}
    after = {one.key: one for one in brief.sentences}
    rows, counts = [], {"new": 0, "changed": 0, "gone": 0}
    for key in (*after, *(key for key in before if key not in after)):
        then, now = before.get(key), after.get(key)
        if then is not None and now is not None and then.text == now.text:
            continue
        kind = "new" if then is None else "gone" if now is None else "changed"
        counts[kind] += 1
        rows.append((key, "" if then is None else then.text, "" if now is None else now.text))
    day = last.as_of.isoformat()
    name = "changes_some" if rows else "changes_none"
    said = Sentence(
        key=KEY,
        text=words[name].format(day=day, **counts),
        basis=_basis((*brief.sentences, *last.sentences)),
        refs=(snapshot,),
    )
    table = Table(
        caption=words["changes_table"].format(day=day),
        heading=(words["sentence"], words["then"], words["now"]),
        rows=tuple(rows),
    )
    annex = Annex(
        key=KEY, title=words["changes_title"], sentences=(said,), tables=(table,) if rows else ()
    )
    return replace(brief, annexes=(annex, *brief.annexes))


def _basis(said: Sequence[Sentence]) -> Basis:
    """Return the ground of a comparison: one side's own where anything compared is."""
    found = {one.basis for one in said}
    return next((one for one in (Basis.OWN, Basis.PUBLISHED) if one in found), Basis.AGREED)
