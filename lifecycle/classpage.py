"""A teacher's page as its link holds it: scenes and own scenarios in an order."""

import msgspec

from lifecycle import links

FORMAT = "class1:"


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """A scene of the library, or the short link of a scenario of the teacher's own."""

    scene: str = ""
    short: str = ""
    title: str = ""
    summary: str = ""

    @property
    def key(self) -> str:
        """By what the item is known on the page, and in the browser of who has done it."""
        return self.scene or self.short


class Page(msgspec.Struct, frozen=True):
    """What the link holds."""

    title: str
    about: str
    items: tuple[Item, ...]

    def after(self, key: str) -> Item | None:
        """The item that follows another one."""
        keys = [item.key for item in self.items]
        at = keys.index(key) + 1 if key in keys else len(keys)
        return self.items[at] if at < len(keys) else None


def keep(page: Page) -> str:
    """The short link of a page; the same page always gets the same."""
    return links.shorten(FORMAT + msgspec.json.encode(page).decode())


def read(short: str) -> Page | None:
    """The page behind a short link, if it is one."""
    payload = links.payload(short)
    if payload is None or not payload.startswith(FORMAT):
        return None
    return msgspec.json.decode(payload.removeprefix(FORMAT), type=Page)
