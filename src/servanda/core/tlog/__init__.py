"""The append-only log: its tree, its proofs, its signed heads and the files that hold it."""
