"""Virtual clock, a node in memory, lossy carriers, parties that misbehave, the demonstration."""
