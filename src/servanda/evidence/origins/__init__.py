"""Who first said it: statements grouped by their first voice, and support counted by origins."""
