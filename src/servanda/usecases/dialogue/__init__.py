"""The recurring dialogue: what two parties said about rounds, outcomes and promises."""
