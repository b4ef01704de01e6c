"""The acts of the demonstration, ONE FILE PER ACT; later work adds acts, never another demo."""
