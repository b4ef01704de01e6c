"""Indirect speech: who is said to say what, with which hedges."""
