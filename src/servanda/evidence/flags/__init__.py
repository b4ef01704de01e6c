"""What an analyst should look at, with the characters on both sides: one file per kind."""
