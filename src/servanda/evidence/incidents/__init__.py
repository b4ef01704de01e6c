"""Incidents as people code them: elements of a prohibition, two coders, agreement, grades."""
