"""What is wrong with a bundle, in words that a court understands.

Source: docs/spec/bundle.md, "What `verify` says".
"""

from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import CounterpartError
from servanda.core.identifiers import Digest, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWrong:
    """The first thing found wrong.

    Attributes:
        message: A whole sentence, for people.
        path: The file of the bundle it was found in; None if it is in none.
        log: The log it is about; None if it is about none.
        index: The leaf's place in that log.
        type: The leaf's statement type, as far as it can still be read.
        leaf: The leaf hash that the bundle has for it.
    """

    message: str
    path: str | None = None
    log: Origin | None = None
    index: int | None = None
    type: str | None = None
    leaf: Digest | None = None


class BundleError(CounterpartError):
    """A bundle is refused; nothing it claims may be relied on.

    Attributes:
        first_wrong: Why.
    """

    code: ClassVar[str] = "wrong-bundle"

    def __init__(self, first_wrong: FirstWrong) -> None:
        super().__init__(first_wrong.message)
        self.first_wrong = first_wrong


def refuse(message: str, *, path: str | None = None) -> BundleError:
    """Return the error for something wrong outside the logs."""
    return BundleError(FirstWrong(message=message, path=path))


def refuse_leaf(
    message: str,
    *,
    log: Origin,
    index: int,
    type_name: str | None,
    leaf: Digest,
    path: str | None = None,
) -> BundleError:
    """Return the error for one leaf, with its place and name before `message`."""
    said = "of a type that cannot be read" if type_name is None else f"a `{type_name}`"
    return BundleError(
        FirstWrong(
            message=f"Leaf {index} of log {log} ({said}, leaf hash {leaf}): {message}",
            path=path,
            log=log,
            index=index,
            type=type_name,
            leaf=leaf,
        )
    )
