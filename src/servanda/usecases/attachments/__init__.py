"""Files that travel beside statements: taken in, sent, received, released."""
