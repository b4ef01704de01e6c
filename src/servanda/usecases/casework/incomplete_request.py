"""The refusal of a request of ours that is not complete by the form.

Apart from what finds it: whoever only shows a checklist has no use for the rest.

Source: docs/reference/request-form.md.
"""

from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.forms.checklist import Checklist


class IncompleteRequestError(InvalidInputError):
    """A request of ours is not complete by the form; its checklist has every fault and its cure."""

    code: ClassVar[str] = "incomplete-request"

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        told = " ".join(problem.sentence() for problem in checklist.problems)
        super().__init__(f"the request is not complete by the form: {told}")
