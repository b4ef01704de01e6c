"""What took place or is planned, on one timeline, with its sources."""
