"""Lists of words as text: easier to read and to change than hundreds of quoted strings."""


def words_of(text: str) -> frozenset[str]:
    """Return the words of `text`, which white space parts."""
    return frozenset(text.split())
