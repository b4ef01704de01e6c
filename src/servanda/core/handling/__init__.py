"""What may become of a body and its attachments: markings, use limits, and doors."""
