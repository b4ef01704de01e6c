"""The node's pages: for its own people, on this machine, to read only."""
