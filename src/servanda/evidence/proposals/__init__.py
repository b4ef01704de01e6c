"""What a language model may propose, and how little of that is believed."""
