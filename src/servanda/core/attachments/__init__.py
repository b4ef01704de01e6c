"""The rules of attachments: parts, what counts as delivered, and names that are safe on a disk."""
