"""What is kept of a review from one time to the next: outlines of logs, and shares by group."""
