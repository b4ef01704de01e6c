"""The mail carrier: sealed envelopes as attachments of ordinary mail."""
