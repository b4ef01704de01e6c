"""The text that lies in every bundle, for whoever opens it without knowing Servanda.

Source: docs/spec/bundle.md, "README.txt".
"""

from servanda.core.identifiers import Digest

_REAL = "real"
_NOTICES = {
    "demonstration": "Demonstration, fictional parties.\n演示，当事方均为虚构。\n\n",
    "exercise": "Exercise: nothing here is a real affair.\n演练：此处内容均非真实事务。\n\n",
}

_TEXT = """\
This is a Servanda bundle. It holds what two parties said to each other under one accord, up to
one cut, with both parties' signatures, and the figures of the review at that cut.

Check it offline, without trusting whoever gave it to you:

    servanda verify FILE --accord {accord}

Take the accord's id, or both parties' twelve words, from the parties or from a court. Do not
take it from this file: whoever could forge the rest could forge this line.

The cut: {cut}

What a successful check proves: who signed what, in which order, held by whom, by whose clock.
What it does not prove: that nothing followed the cut, that what was said is true, or that what
was withheld or erased was harmless.

本文件是一份 Servanda 证据包，包含双方在同一协定之下、截至某一截点的全部声明及双方签名，以及该截点
的评估指标。请用上面的命令离线核验。协定编号或双方的十二个词须取自当事方或法院，不得取自本文件。
核验能证明：谁签署了什么、先后次序、由谁持有、依据谁的时钟。不能证明：截点之后别无他事、所述内容属实、
未出示或已删除的内容无害。
"""


def readme(*, accord: Digest, cut: Digest, mode: str) -> bytes:
    """Return the bytes of `README.txt`.

    Args:
        accord: The version in force for the cut.
        cut: The leaf hash of the cut.
        mode: Of the accord.
    """
    notice = "" if mode == _REAL else _NOTICES[mode]
    return (notice + _TEXT.format(accord=accord, cut=cut)).encode()
