"""Check an exported bundle from end to end, trusting neither party and needing no node."""
