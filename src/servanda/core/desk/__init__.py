"""What people at the desk ask of its lists: filters, orders and places in them."""
