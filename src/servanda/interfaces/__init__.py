"""How people and other nodes reach the use cases: thin; parse, call, render."""
