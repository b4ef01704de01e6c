"""People, offices, agencies, firms, units and places as a document prints them."""
