"""Cut a text into paragraphs: by empty lines, by lines, or across the line ends of a typewriter.

Files come in three habits, often mixed. (1) An empty line between paragraphs. (2) One line for
each paragraph, however long. (3) Paragraphs broken into lines of one width. Lines are joined only
where the width explains the break: the next word would not have fitted.

Source: docs/spec/evidence/documents.md, "Paragraphs".
"""

import re

_LINE = re.compile(r"[^\n]+")

# A width below the first is that of a list or a poem, above the second no typewriter's.
_MIN_WIDTH = 50
_MAX_WIDTH = 120
# How many lines must be of about that width before it counts as one.
_MIN_FULL_LINES = 3


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Return start and end of each paragraph of `text`, in order, without white space around.

    What lies between them is white space.
    """
    lines = _lines(text)
    width = _typed_width(lines)
    if not width:
        return lines
    found: list[tuple[int, int]] = []
    for start, end in lines:
        if found and _is_continued(text, found[-1], (start, end), width=width):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _lines(text: str) -> tuple[tuple[int, int], ...]:
    lines = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            lines.append((start, end))
    return tuple(lines)


def _typed_width(lines: tuple[tuple[int, int], ...]) -> int:
    """Return the width at which lines were broken, or 0 where they were not."""
    widths = [end - start for start, end in lines]
    width = max(widths, default=0)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    full = sum(each * 5 >= width * 4 for each in widths)
    return width if full >= _MIN_FULL_LINES and full * 2 >= len(widths) else 0


def _is_continued(text: str, before: tuple[int, int], line: tuple[int, int], *, width: int) -> bool:
    """Tell whether `line` goes on the paragraph that ends at `before`'s end."""
    start, end = line
    if text.count("\n", before[1], start) != 1:
        return False
    last_line = text.rfind("\n", before[0], before[1]) + 1 or before[0]
    first_word = text[start:end].split(maxsplit=1)[0]
    return before[1] - last_line + 1 + len(first_word) > width
