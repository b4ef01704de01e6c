"""Drafting, proposing, accepting and showing an accord, its calendar and its register."""
