"""Virtual clock, store in memory, lossy carriers, parties that misbehave, the demonstration."""
