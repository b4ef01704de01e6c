"""What a node can do in an exercise: propose it, play what is due, report."""
