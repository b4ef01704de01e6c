"""The desk of the simulated counterpart: makes the moves that are due, by the use cases.

It runs in the process of the counterpart's node and touches nothing of the trainee's.
"""

from servanda.core.errors import MisconfiguredError
from servanda.simulation.practice.moves import next_moves
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.reading.show_pair import pair_items
from servanda.usecases.services import Services, require_node


def play_due_moves(services: Services) -> int:
    """Queue every move that is due; return how many were new.

    A move whose ticket is known is not made again, whatever became of it.

    Raises:
        MisconfiguredError: The home is not one of an exercise.
    """
    node = require_node(services)
    if node.mode != "exercise":
        raise MisconfiguredError(f"expected the home of an exercise, found {node.mode}")
    made = 0
    for pair in services.store.pairs():
        statements = pair_items(pair, services=services)
        for move in next_moves(services.clock.now(), statements, us=node.party):
            if services.store.ticket(move.ticket) is None:
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
                made += 1
    return made
