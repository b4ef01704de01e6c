"""Concerns: a commitment seems broken, what is replied, and what is left of it."""
