"""The receiving end of the HTTPS carrier."""
