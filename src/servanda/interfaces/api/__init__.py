"""The interface for programs: REST over JSON, by keys; docs/reference/api.md."""
