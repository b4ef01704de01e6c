"""Documents on one matter: clusters by the words they share."""
