"""What people are shown of statements and pairs, and how they find them."""
