"""Practice: a simulated counterpart that asks, answers some late, and goes silent for a while."""
