"""Contact points as keys: two spellings of one address or number give the same key."""

import re

_GAPS = re.compile(r"[\s().\-/]")
_BRITISH = re.compile(r"(?:0|\+44)[1-9][0-9]{8,9}")
_ADDRESS = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def email_key(text: str) -> str:
    """The address folded and checked for its form; one that cannot be read, in lower case."""
    bare = text.strip().removeprefix("mailto:").strip("<>").lower()
    if _ADDRESS.fullmatch(bare):
        return bare  # the plain case needs no library, and imports have a hundred thousand
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(bare, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return bare


def is_email(text: str) -> bool:
    """True if the text has the form of an address."""
    key = email_key(text)
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", key))


def phone_key(text: str, region: str = "GB") -> str:
    """E.164 (`+441184960142`) where the number can be read, else its digits.

    An extension is kept behind an `x`, so that two desks of one firm stay apart.
    """
    bare = _GAPS.sub("", text)
    if _BRITISH.fullmatch(bare) and (region == "GB" or bare[0] == "+"):
        # the everyday British number needs no library, and imports have a hundred thousand
        return bare if bare[0] == "+" else f"+44{bare[1:]}"
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

    try:
        number = parse(text, region)
    except NumberParseException:
        return re.sub(r"\D", "", text) or text.strip().casefold()
    key = str(format_number(number, PhoneNumberFormat.E164))
    return f"{key}x{number.extension}" if number.extension else key


def web_key(text: str) -> str:
    """A web address without its scheme, `www.` and closing slash."""
    bare = re.sub(r"^[a-z]+://", "", text.strip().lower())
    return bare.removeprefix("www.").rstrip("/")


def key_of(kind: str, text: str) -> str:
    """The key of a contact point of any kind."""
    makers = {"email": email_key, "phone": phone_key, "web": web_key}
    maker = makers.get(kind)
    return maker(text) if maker else " ".join(text.split()).casefold()
