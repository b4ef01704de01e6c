"""Documents added, decisions signed, a model asked."""
