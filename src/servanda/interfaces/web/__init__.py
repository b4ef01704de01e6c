"""What a node answers over HTTP: the carrier to counterparts, the pages to its own people."""
