"""What other programs' words mean here: statuses, stages, forecast classes, channels."""

from salesdesk.model.text import fold

#: The first that fits decides; the order matters ("unqualified" is not "qualified").
_LEAD = (
    ("duplicate", ("duplicate",)),
    (
        "disqualified",
        ("disqualif", "unqualif", "not qualif", "junk", "bad", "dead", "lost", "rejected", "spam"),
    ),
    ("accepted", ("convert", "accepted", "customer", "won", "opportunity")),
    ("handed_over", ("handed", "offered")),
    ("qualified", ("qualif", "mql", "sql", "hot", "good lead")),
    ("nurture", ("nurtur", "warm", "later", "recycle")),
    ("working", ("work", "contact", "progress", "attempt", "connected", "open deal", "follow")),
    ("new", ("new", "open", "submit", "cold", "sale not")),
)
_CHANNELS = (
    ("referral", ("referral", "word of mouth", "recommend")),
    ("partner", ("partner", "reseller", "affiliate")),
    ("telemarketing", ("tele", "phone", "call")),
    ("social", ("social", "facebook", "linkedin", "instagram", "twitter", "youtube")),
    ("email", ("mail", "newsletter")),
    ("event", ("event", "show", "fair", "trade", "seminar", "conference", "webinar")),
    ("direct_mail", ("leaflet", "post", "letter", "print", "direct")),
    ("advertising", ("ad", "radio", "tv", "magazine", "paid")),
    ("web", ("web", "site", "organic", "seo", "search", "online", "google")),
    ("pr", ("press", "pr ")),
    ("walk_in", ("walk", "shop", "store", "branch")),
)


def lead_status(text: str) -> str | None:
    """Our status for theirs, or None where the word is unknown."""
    words = fold(text).replace("_", " ")
    for status, signs in _LEAD:
        if any(sign in words for sign in signs):
            return status
    return None


def stage_kind(text: str) -> str:
    """`won` or `lost` for a stage that closes a deal, else `open`."""
    words = fold(text).replace("-", " ")
    if "lost" in words.split() or words in ("closed lost", "dead", "lost"):
        return "lost"
    if "won" in words.split():
        return "won"
    return "open"


def same_stage(theirs: str, ours: str) -> bool:
    """True for the same word or stem: Qualification is Qualifying."""
    first, second = fold(theirs), fold(ours)
    return first == second or (len(second) > 6 and first[:6] == second[:6])


def forecast_class(text: str) -> str | None:
    """commit, best, pipeline or omitted; None for anything else."""
    words = fold(text)
    for ours in ("commit", "best", "pipeline", "omitted"):
        if words.startswith(ours):
            return ours
    return None


def channel_kind(text: str) -> str:
    """The kind of a channel that is made for an unknown word."""
    words = fold(text)
    for kind, signs in _CHANNELS:
        if any(sign in words for sign in signs):
            return kind
    return "other"
