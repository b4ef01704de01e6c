"""Adapters that spread work over machines, by an existing engine."""
