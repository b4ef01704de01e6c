"""The dossier of a case as one page that needs no node, no network and no script to be read."""
