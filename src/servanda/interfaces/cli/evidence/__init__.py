"""`servanda evidence`: one file for each of its verbs."""
