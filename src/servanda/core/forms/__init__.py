"""The request form: its elements, the rules of being right first time, the checklist."""
