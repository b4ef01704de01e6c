"""A brief that was frozen: its parts, signed by one party, checked from the file alone."""
