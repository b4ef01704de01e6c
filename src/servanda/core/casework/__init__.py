"""The life of a request: its states, its clocks, and what a desk may say about it when."""
