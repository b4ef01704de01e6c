"""What a node can do, one module per verb; owns the transaction and the order of steps."""
