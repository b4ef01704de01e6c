"""The figures of a review, one file each: integers computed from the two logs at a cut."""
