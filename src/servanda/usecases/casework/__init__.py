"""Requests and information on the desk: prepared, checked, folded, due, imported, in a dossier."""
