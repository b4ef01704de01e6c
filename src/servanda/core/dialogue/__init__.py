"""The recurring dialogue: rounds, who sat there, what each side published, what was promised."""
