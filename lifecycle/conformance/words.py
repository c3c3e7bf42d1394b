"""Marks texts for translation, which the page that shows them does."""


def gettext_noop(text: str) -> str:
    """The text itself; its name is what the collector of texts looks for."""
    return text
