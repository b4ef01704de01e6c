"""What may leave and what has to go: passages, retention, erasure."""
