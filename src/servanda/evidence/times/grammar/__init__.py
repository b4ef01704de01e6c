"""The forms that expressions take, as rules: a pattern, and what it says."""
