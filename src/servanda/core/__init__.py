"""The pure core: values in, values out; no clock, randomness, disk, network or framework."""
