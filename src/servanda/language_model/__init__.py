"""The language-model plug: the only code that gives a document's text to another program."""
