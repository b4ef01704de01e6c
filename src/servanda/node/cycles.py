"""How often Python searches memory for cycles: seldom, for a node leaves hardly any behind.

What a node holds (modules, pairs, keys) stays as long as it runs, and what an envelope brings is
freed by its last reference. Python's usual thresholds would walk through all that is held every
few hundred objects: a tenth of the time of receiving.
"""

import gc

# New objects before the young are searched, and how many such searches before older ones are.
THRESHOLDS = (50_000, 20, 50)


def search_cycles_seldom() -> None:
    """Set what holds for the whole process, once all that stays is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
