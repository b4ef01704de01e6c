"""Who reports what: the words that report, the phrase that names their speaker, the parser."""
