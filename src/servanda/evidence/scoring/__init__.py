"""Prediction rows for the shared scorers: one module for each task."""
