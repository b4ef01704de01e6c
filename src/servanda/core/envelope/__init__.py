"""What travels: signed notes, sealed runs of leaves, and the seal itself."""
