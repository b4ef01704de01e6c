"""Exercises: scenarios with injects on a timetable, and the after-action report."""
