"""Answer a counterpart that asks, at its start, how much of its log we hold.

A question is an empty run on a connection. The answer is the last leaf of our copy under the
head that the asker itself signed: what a machine restored as a whole can learn from nobody else.
Needs only the store, so a node that must not sign itself still answers.

Source: docs/spec/own-safety.md, "At start".
"""

from dataclasses import replace

from servanda.core.envelope.run import CarriedLeaf, Run
from servanda.usecases.exchange.runs import carried_leaves, empty_run
from servanda.usecases.services import Services


def is_question(run: Run) -> bool:
    """Return whether `run`, come on a connection, asks how much of the sender's log we hold."""
    return not run.leaves and run.refill is None


def show_head(run: Run, *, services: Services) -> Run:
    """Return the answer to the question `run`; from any thread.

    Returns:
        The last leaf of our copy, without its body, under its owner's signed head; an empty run
        of our own log where we hold nothing.
    """
    copy = run.origin
    head = services.store.checkpoint(copy)
    leaves: list[CarriedLeaf] = []
    if head is not None:
        leaves = carried_leaves(services.store, copy, head.size - 1, head.size)
    if head is None or not leaves:
        return empty_run(copy.reverse, have=services.store.log_size(copy))
    return Run(
        origin=copy,
        first=head.size - 1,
        leaves=tuple(replace(leaf, salt=None, body=None) for leaf in leaves),
        checkpoint=head.note,
        have=services.store.log_size(copy),
    )
