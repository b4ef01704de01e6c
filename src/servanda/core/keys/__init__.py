"""The keys of a party: sheets and cards, what they mean along a log, and the secrets behind."""
