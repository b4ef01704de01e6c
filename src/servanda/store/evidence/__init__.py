"""What evidence rests on: rows of documents and decisions, and the archive of bytes."""
