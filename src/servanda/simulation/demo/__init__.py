"""The demonstration: two fictional parties on two nodes, played with public verbs alone."""
