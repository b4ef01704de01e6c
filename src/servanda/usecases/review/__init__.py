"""Cuts, reviews, what stands behind a figure, and the bundle that proves it."""
