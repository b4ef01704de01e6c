"""The party's own keys and card, and the counterparts' cards."""
