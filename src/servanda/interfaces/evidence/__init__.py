"""Evidence for people, whoever shows it: sentences about flags, findings and notes, and reports."""
