"""Suspensions of an accord, a series or a channel: by whom, why, and for how long."""
