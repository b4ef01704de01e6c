"""Points of contact and their channels: who can be reached, how, and whether they answer."""
