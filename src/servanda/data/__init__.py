"""Data only: accord templates, scenarios, texts and catalogues; no code."""
