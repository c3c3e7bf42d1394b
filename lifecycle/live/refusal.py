"""What is said when a request can't be granted: the reason, and what to do about it."""


class Refusal(Exception):
    """A request that changes nothing; both texts are for the person who made it.

    `kind` says to the page what it can offer: `locked`, a session of one's own.
    """

    def __init__(self, message: str, remedy: str = "", kind: str = "") -> None:
        super().__init__(message)
        self.message, self.remedy, self.kind = message, remedy, kind
