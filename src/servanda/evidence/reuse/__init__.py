"""Text that stands in more than one document: copies, recycled paragraphs, shared quotations."""
