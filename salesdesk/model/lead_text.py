"""The folded texts and normalised keys that records of people are found and compared by."""

import re
from collections.abc import Mapping
from typing import Any

from salesdesk.model.text import fold

#: What a search looks through; the same columns as the search index.
SEARCHED = ("name", "organisation_name", "email", "phone", "asked_for", "notes")
_NOT_DIGITS = re.compile(r"\D+")


def name_key(name: str) -> str:
    """The name as it is sorted and compared."""
    return fold(name).strip()


def digits(text: object) -> str:
    """Only the digits of a phone number as typed."""
    return _NOT_DIGITS.sub("", str(text or ""))


def search_fold(values: Mapping[str, Any]) -> str | None:
    """What the index needs beside the columns themselves.

    Folded text where letters are not ASCII, and the digits of a phone number that was typed
    with gaps; None where the columns say it all.
    """
    parts = []
    for name in SEARCHED:
        text = str(values.get(name) or "")
        if text and not text.isascii():
            parts.append(fold(text))
    phone = str(values.get("phone") or "")
    if phone and digits(phone) != phone:
        parts.append(digits(phone))
    return " ".join(parts) or None


def email_key(value: object) -> str | None:
    """The address in the form that two spellings share; None for none."""
    from salesdesk.model.points import email_key as key

    text = str(value or "").strip()
    return key(text) if text else None


def phone_key(value: object) -> str | None:
    """The number in the form that two spellings share; None for none."""
    from salesdesk.model.points import phone_key as key

    text = str(value or "").strip()
    return key(text) if text else None
