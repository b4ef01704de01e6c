"""Everything that documents and decisions yield, as one value and as one JSON object."""
