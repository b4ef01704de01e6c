"""The HTTPS carrier: mutual TLS between two pinned authorities, one POST for each envelope."""
