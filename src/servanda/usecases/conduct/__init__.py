"""Conduct around requests, folded from its few statements when somebody asks."""
