"""Saying, hearing, signing and handing over: the spine of the node."""
