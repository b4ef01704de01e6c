"""Who does something at a node: roles, persons, cover, duty, and the table of what each may."""
