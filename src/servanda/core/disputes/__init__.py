"""Disputes over statements, receipts and figures: stated, answered, narrowed, left standing."""
