"""The only exception that people are meant to read."""

import re

#: What turns a line round or hides it: a message may repeat what somebody pasted.
_NOISE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
#: A word longer than any name or path, and a sentence longer than any of ours.
_WORD, _KEPT, _SENTENCE = re.compile(r"\S{200,}"), 60, 600


def _readable(text: str) -> str:
    text = _WORD.sub(lambda found: f"{found[0][:_KEPT]}…", _NOISE.sub("", text))
    return text if len(text) <= _SENTENCE else f"{text[:_SENTENCE]}…"


class UserError(Exception):
    """Something a person can mend: `title` says what happened, `hint` what to do next.

    Both are whole sentences in plain words; the window, the command line and the log show
    the same two.
    """

    def __init__(self, title: str, hint: str = "") -> None:
        title, hint = _readable(title), _readable(hint)
        super().__init__(f"{title} {hint}".strip())
        self.title = title
        self.hint = hint
