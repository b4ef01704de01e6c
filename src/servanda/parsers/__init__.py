"""Adapters of the parser port: a model that the user added, loaded when a document needs it."""
