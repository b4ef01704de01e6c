"""The desk of the simulated counterpart: makes the moves that are due, by the use cases.

It runs in the process of the counterpart's node and touches nothing of the trainee's.
"""

from servanda.core.errors import InvalidInputError, MisconfiguredError
from servanda.simulation.practice.move import Move
from servanda.simulation.practice.moves import next_moves
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.reading.show_pair import pair_items
from servanda.usecases.services import Services, require_node


def play_due_moves(services: Services) -> int:
    """Queue every move that is due; return how many were new.

    A move whose ticket is known is not made again, whatever became of it.

    Raises:
        MisconfiguredError: The home is not one of an exercise.
        InvalidInputError: A move cannot be made now, such as a new matter while the accord is
            suspended; all others were made.
    """
    node = require_node(services)
    if node.mode != "exercise":
        raise MisconfiguredError(f"expected the home of an exercise, found {node.mode}")
    made, refused = 0, None
    for pair in services.store.pairs():
        statements = pair_items(pair, services=services)
        for move in next_moves(services.clock.now(), statements, us=node.party):
            if services.store.ticket(move.ticket) is not None:
                continue
            try:
                _make(move, pair, services=services)
            except InvalidInputError as error:
                refused = refused or error  # a trainee waits for the other moves all the same
            else:
                made += 1
    if refused is not None:
        raise refused
    return made


def _make(move: Move, pair: PairRecord, *, services: Services) -> None:
    queue_statement(
        type=move.type,
        facts=move.facts,
        body=move.body,
        ref=move.ref,
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        ticket=move.ticket,
        services=services,
    )
