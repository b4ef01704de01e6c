"""Signing in at the desk, and out again."""
