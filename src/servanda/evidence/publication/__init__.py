"""The day of publication, solved from all clues of all documents."""
