"""Assessments of commitments: drafted, commented on, released, and never averaged."""
