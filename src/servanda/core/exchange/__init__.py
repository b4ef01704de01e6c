"""The exchange: judging leaves, receiving runs, receipts, the cut and the order."""
