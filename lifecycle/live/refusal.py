"""What is said when a request can't be granted: the reason, and what to do about it."""


class Refusal(Exception):
    """A request that changes nothing; both texts are for the person who made it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy
