"""One way to say no. Views show the message, programs read the code."""

from django.utils.functional import Promise


class Refusal(Exception):
    """The rules say no.

    `code` is for programs and tests, `message` is a whole Norwegian sentence for the person,
    which says what is missing and who can mend it. A subclass may fix both; an instance may replace the message.
    """

    code = "refused"
    message: str | Promise = "Dette kan ikke gjøres."

    def __init__(self, message: str | Promise | None = None, *, code: str | None = None):
        if message is not None:
            self.message = message
        if code is not None:
            self.code = code
        super().__init__(str(self.message))

    def __str__(self) -> str:
        return str(self.message)
