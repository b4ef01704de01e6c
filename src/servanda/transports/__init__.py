"""The carriers: each moves sealed envelopes its own way and knows nothing of the others."""
