"""What is raised where figures, or a listing of them, were expected and something else is there."""

from typing import ClassVar

from servanda.core.errors import InvalidInputError


class UnreadableFiguresError(InvalidInputError):
    """A file that should hold the figures of a review does not."""

    code: ClassVar[str] = "unreadable-figures"
