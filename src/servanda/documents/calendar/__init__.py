"""Calendar files of a dialogue: rounds, preparatory meetings, and what is due."""
