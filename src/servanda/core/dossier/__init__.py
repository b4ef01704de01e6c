"""A dossier: one case with its proofs, small enough to lie in one file."""
