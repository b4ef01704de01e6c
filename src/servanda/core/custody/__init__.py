"""Persons of concern: who was listed, what is reported or confirmed, what did not follow."""
