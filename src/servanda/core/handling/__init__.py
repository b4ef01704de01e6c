"""What may become of a body and its attachments: markings, use limits, and what a door lets pass.

Source: docs/spec/handling.md.
"""
