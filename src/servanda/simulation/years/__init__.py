"""Scripted years: many parties, all statement types, bad carriers, one seed."""
