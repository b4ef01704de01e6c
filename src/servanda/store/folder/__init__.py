"""A store that is a folder of files, one for each change: what a guest has for a database."""
