"""The log that a node keeps of what its own people did: entries, and the file for an auditor."""
