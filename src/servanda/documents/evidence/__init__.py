"""All evidence as one page that needs no node, no network and no script to be read."""
