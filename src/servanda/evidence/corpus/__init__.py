"""All documents together: each read alone, then solved, joined and counted as one whole."""
