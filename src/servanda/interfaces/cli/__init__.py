"""The command line: ONE FILE PER VERB; each parses, calls a use case, and shows what came of it."""
