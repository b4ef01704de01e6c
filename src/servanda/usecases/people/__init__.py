"""Persons of the desk: who they are, how they prove it, and what is noted of what they do."""
