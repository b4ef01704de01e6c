"""The statements: the header of a leaf, and one file for each type of statement."""
