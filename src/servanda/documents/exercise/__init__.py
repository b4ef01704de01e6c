"""The after-action report of an exercise, as a page."""
