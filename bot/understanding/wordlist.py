"""Word lists written as plain text."""


def words(said: str) -> list[str]:
    """A line of words is easier to read and to extend than a list of quoted ones."""
    return said.split()
