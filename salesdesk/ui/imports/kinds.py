"""What the rows of a table can be, and which of these a file looks like."""

from collections.abc import Sequence

from salesdesk.importing import mapping
from salesdesk.importing.fields import FIELDS
from salesdesk.ui.kit.text import tr

#: Fields that give a kind away when a column fits them.
_SIGNS = {
    "deals": {"stage": 4, "amount": 4, "closed": 3, "title": 1, "reason": 2},
    "results": {"impressions": 4, "clicks": 4, "spent": 2, "conversions": 2},
    "leads": {"asked_for": 3, "received": 1, "channel": 3, "campaign": 2, "converted": 4},
    "contacts": {"job_title": 1, "email": 2, "phone": 1, "unsubscribed": 3, "subscribed": 2},
    "organisations": {"industry": 4, "website": 1},
    "campaigns": {"budget": 3, "starts": 3, "ends": 3, "code": 1},
}


def kinds() -> list[tuple[str, str]]:
    """(words, kind) of everything that rows can be."""
    return [
        (tr("Leads"), "leads"),
        (tr("Deals"), "deals"),
        (tr("Contacts"), "contacts"),
        (tr("Organisations"), "organisations"),
        (tr("Campaigns"), "campaigns"),
        (tr("Campaign results"), "results"),
    ]


def words_of(kind: str) -> str:
    """A kind in words, as it stands within a sentence."""
    return next(words for words, name in kinds() if name == kind).lower()


def likely(headers: Sequence[str], filename: str) -> str:
    """The kind that the headings, and the file's name, speak for."""
    points: dict[str, int] = {}
    for kind in FIELDS:
        fields = set(mapping.guess(headers, kind).values())
        points[kind] = 2 * sum(_SIGNS[kind].get(field, 0) for field in fields) + len(fields)
        if kind.rstrip("s")[:7] in filename.lower():
            points[kind] += 8
    return max(points, key=lambda kind: points[kind])


def field_words(name: str) -> str:
    """A field as it is shown: `first_name` is First name."""
    special = {"external_ref": tr("Their number"), "owner_ref": tr("Owner's number")}
    plain = name.replace("_ref", " number").replace("_", " ").capitalize()
    return special.get(name, plain)


def options(kind: str) -> list[tuple[str, str]]:
    """(words, field) for a column's choice; a column may become a note or stay out."""
    fields = [(field_words(f.name), f.name) for f in FIELDS[kind] if f.name != mapping.NOTE]
    return [(tr("Note"), mapping.NOTE), (tr("Do not import"), mapping.IGNORE), *fields]
