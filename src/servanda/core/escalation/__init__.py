"""The ladder of levels on which an issue is raised, and the calls of the hotline beside it."""
