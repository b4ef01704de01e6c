"""The page of a request, and the forms by which an officer says something about it."""
