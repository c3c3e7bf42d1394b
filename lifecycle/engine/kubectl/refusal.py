"""Why a command was not carried out, in kubectl's words, and what would help."""

from lifecycle.engine.api.errors import ApiError
from lifecycle.sentence import Sentence


class Refusal(Exception):
    """A command that cannot be carried out; `remedy` says what to type instead."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    @property
    def told(self) -> str:
        """Both, as they are printed; the remedy can be said in other languages."""
        if not self.remedy:
            return self.message
        return Sentence("%(message)s\n%(remedy)s", message=self.message, remedy=self.remedy)

    def __str__(self) -> str:
        return str(self.told)


def server_said(error: ApiError, doing: str = "") -> str:
    """An answer of the API server as kubectl prints it (`StandardErrorMessage`).

    `doing` stands before the server's words where several documents are worked on.
    """
    if error.reason == "Invalid" and error.causes:
        causes = [f"{cause.field}: {cause.message}" for cause in error.causes]
        subject = f'The {error.kind} "{error.name}" is invalid'
        if len(causes) == 1:
            return f"{subject}: {causes[0]}"
        return f"{subject}: \n" + "\n".join(f"* {cause}" for cause in causes)
    reason = f" ({error.reason})" if error.reason else ""
    return f"Error from server{reason}: {doing}{error.message}"
