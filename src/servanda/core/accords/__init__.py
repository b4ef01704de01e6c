"""The language an accord is written in: parties, commitments, terms, clocks."""
