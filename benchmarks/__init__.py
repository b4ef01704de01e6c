"""Measurements beside their bounds; run by `./run bench NAME`, never a test."""
