"""A running node: settings, listeners, the sequencer, the outbox, and how they start and end."""
