"""From bytes to a document: text, blocks, page furniture, title, publisher, author, language."""
