"""The only exception that people are meant to read."""


class UserError(Exception):
    """Something a person can mend: `title` says what happened, `hint` what to do next.

    Both are whole sentences in plain words; the window, the command line and the log show
    the same two.
    """

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(f"{title} {hint}".strip())
        self.title = title
        self.hint = hint
