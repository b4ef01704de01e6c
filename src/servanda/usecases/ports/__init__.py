"""What the use cases need from outside, as interfaces they own, and the values these carry."""
