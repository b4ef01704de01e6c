"""Changes of the tables, one a file."""
