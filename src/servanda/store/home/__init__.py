"""The folder of one node: what it keeps beside the database, each file written whole or not."""
