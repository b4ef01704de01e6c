"""What people read on paper or as one file: one folder per document."""
