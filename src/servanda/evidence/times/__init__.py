"""Expressions of time: found, normalised, and given days as an interval."""
