"""Servanda: an accord between parties who do not trust each other, kept and checked."""
