"""How leads are told on screen: views, ages, states, days and the icons of a timeline."""

from datetime import date
from typing import TYPE_CHECKING

from salesdesk.model import formats
from salesdesk.model.calendar import local_time, parse_moment
from salesdesk.queries.leads import LeadRow
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.queries.lead_detail import LeadDetail
    from salesdesk.queries.timelines import Event
    from salesdesk.ui.kit.timeline import TimelineEntry

#: view -> name, icon
VIEWS: dict[str, tuple[str, str]] = {
    "new": ("New", "sparkles"),
    "waiting": ("Waiting for me", "hourglass"),
    "handed_to_me": ("Handed to me", "inbox"),
    "nurture": ("Nurture", "leaf"),
    "qualified": ("Qualified", "circle-check"),
    "handed_over": ("Handed over", "send"),
    "snoozed": ("Snoozed", "alarm-clock"),
    "returned": ("Returned by sales", "undo-2"),
    "duplicates": ("Possible duplicates", "copy"),
    "disqualified": ("Disqualified", "circle-x"),
    "all": ("All leads", "users"),
    "accepted_by_me": ("Accepted by me", "circle-check"),
    "returned_by_me": ("Returned by me", "undo-2"),
}
EMPTY: dict[str, str] = {
    "new": "No new leads. They come here by themselves, from an import or typed in.",
    "waiting": "No leads are waiting. New ones come here by themselves.",
    "handed_to_me": "Nothing is handed to you. What marketing offers you comes here.",
    "nurture": "No leads in nurture. N puts a lead here that is not ready yet.",
    "qualified": "No qualified leads. Q puts a lead here when enough points are ticked.",
    "handed_over": "No leads wait for sales to answer. H hands one over.",
    "snoozed": "No snoozed leads. S puts a lead out of sight until a day.",
    "returned": "Sales has returned no leads.",
    "duplicates": "No two open leads share an email address or a phone number.",
    "disqualified": "No disqualified leads.",
    "all": "There are no leads yet. Add the first one, or import a list.",
    "accepted_by_me": "You have accepted no leads yet.",
    "returned_by_me": "You have returned no leads.",
}
ORDERS = {
    "oldest": "Oldest first",
    "newest": "Newest first",
    "score": "Highest score",
    "name": "By name",
}
#: status -> word, kind of chip
STATUSES: dict[str, tuple[str, str]] = {
    "new": ("New lead", "mkt"),
    "working": ("In work", "mkt"),
    "nurture": ("Nurture", "plain"),
    "qualified": ("Qualified", "mkt"),
    "handed_over": ("Handed over", "sales"),
    "accepted": ("Accepted", "sales"),
    "returned": ("Returned by sales", "warn"),
    "disqualified": ("Disqualified", "plain"),
    "duplicate": ("Duplicate", "plain"),
}
POINTS = {
    "need": "Real need",
    "budget": "Budget",
    "timing": "Timing",
    "authority": "Who decides",
    "in_area": "In our area",
}
EVENT_ICONS = {
    "call": "phone",
    "email": "mail",
    "letter": "mail",
    "message": "message-square",
    "meeting": "users",
    "demo": "users",
    "visit": "map-pin",
    "note": "pencil",
    "task": "circle-check",
    "handover": "send",
    "accepted": "circle-check",
    "returned": "undo-2",
    "expired": "hourglass",
    "withdrawn": "undo-2",
    "arrival": "megaphone",
    "stage": "columns-3",
    "won": "circle-check",
    "lost": "circle-x",
    "objection": "circle-alert",
}
CONSENTS = {
    "opted_in": "Happy to be contacted",
    "soft_opt_in": "May be contacted about similar work",
    "legitimate_interest": "Contacted for good reason",
    "opted_out": "Does not want to be contacted",
    "no_call": "On a no-call list",
}
CHANNELS = {
    "email": "email",
    "phone": "phone",
    "post": "post",
    "message": "message",
    "all": "any way",
}


def urgency(row: LeadRow, now: str, promise_hours: int) -> str:
    """`bad` past the promised time to answer, `warn` shortly before, else `text-3`."""
    if row.status not in ("new", "working"):
        return "text-3"
    return urgency_of(row.received_at, now, promise_hours)


def urgency_of(received_at: str, now: str, promise_hours: int) -> str:
    """The same for a moment."""
    gone = parse_moment(now) - parse_moment(received_at)
    minutes, promised = int(gone.total_seconds()) // 60, promise_hours * 60
    if minutes >= promised:
        return "bad"
    return "warn" if minutes * 6 >= promised * 5 else "text-3"


def due_words(moment: str, zone: str) -> str:
    """A day and time to keep: Fri 16 Oct, 12:05."""
    when = local_time(moment, zone)
    month = formats.MONTHS[when.month - 1]
    return f"{formats.DAYS[when.weekday()]} {when.day} {month}, {when:%H:%M}"


def step_when(on: str | None, at: str | None, today: date) -> str:
    """When the next step is due: today 16:00, 21 Oct."""
    if not on:
        return at or ""
    day = formats.within(formats.near_day(on, today))
    return " ".join(part for part in (day, at) if part)


def entries(events: "list[Event]", now: str, zone: str) -> "list[TimelineEntry]":
    """A timeline as it is painted."""
    from salesdesk.ui.kit.timeline import TimelineEntry

    return [
        TimelineEntry(
            _icon(event),
            _title(event),
            formats.when(event.at, now, zone),
            event.body,
            event if event.table == "activity" else None,
        )
        for event in events
    ]


def _icon(event: "Event") -> str:
    kind = event.kind.removesuffix("_in")
    if kind == "call" and "no answer" in event.title:
        return "phone-missed"
    return EVENT_ICONS.get(kind, "info")


def _title(event: "Event") -> str:
    who = event.person.split(" ")[0] if event.person and event.table == "activity" else ""
    if event.computer:
        on = tr("on {computer}").format(computer=event.computer)
        who = f"{who}, {on}" if who else on
    return f"{event.title} ({who})" if who else event.title


def told(row: LeadRow, now: str) -> str:
    """A whole row for people who hear it."""
    parts = [row.name, row.place, tr(STATUSES[row.status][0]).lower()]
    if row.status in ("new", "working", "returned"):
        parts.append(tr("waiting {age}").format(age=formats.age(row.received_at, now)))
    parts.append(tr("score {n}").format(n=row.score))
    if row.next_step:
        parts.append(tr("next step {step}").format(step=row.next_step))
    else:
        parts.append(tr("no next step"))
    if not row.read:
        parts.append(tr("not read"))
    return ", ".join(part for part in parts if part)


def promised(found: "LeadDetail") -> str:
    """Until when sales is to answer."""
    if found.pending is None:
        return ""
    due = due_words(found.pending.due_at, found.settings.zone)
    if found.pending.due_at < found.now:
        late = formats.age(found.pending.due_at, found.now)
        return tr("Answer was due {due}, {late} ago").format(due=due, late=late)
    return tr("Answer by {due}").format(due=due)
