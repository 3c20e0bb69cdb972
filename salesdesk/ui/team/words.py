"""How the team and the exchange stand, in words for the status line and the list of the team."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from salesdesk.exchange.troubles import Away
from salesdesk.model import formats
from salesdesk.ui.kit.text import tr
from salesdesk.ui.team.sentences import given, names

if TYPE_CHECKING:
    from salesdesk.teams import Seat, TeamStatus


class Said(NamedTuple):
    """A state in the status line: words, icon, and more of it for the tooltip."""

    words: str
    icon: str
    tip: str


def others(status: "TeamStatus") -> "list[Seat]":
    """Those who are in now, without myself at this computer; offline nobody knows."""
    if not status.online:
        return []
    return [seat for seat in status.people if seat.online and not seat.is_me]


def company(status: "TeamStatus", me: str) -> str:
    """Who else is here: "Priya and Tom are also here"."""
    here = others(status)
    everybody = [seat.name for seat in status.people]
    there = [seat.computer for seat in here if me and seat.person == me]
    people = dict.fromkeys(given(s.name, everybody) for s in here if not me or s.person != me)
    if people:
        words = names(list(people))
        form = tr("{who} is also here") if len(people) == 1 else tr("{who} are also here")
        return form.format(who=words)
    if there:
        return tr("You are also here on {computer}").format(computer=there[0])
    return ""


def company_tip(status: "TeamStatus", sections: dict[str, str]) -> str:
    """A line for each who is here."""
    return "\n".join(
        f"{seat.name}: {place(seat, sections)}" if place(seat, sections) else seat.name
        for seat in others(status)
    )


def place(seat: "Seat", sections: dict[str, str]) -> str:
    """Where somebody is: the section, and the computer."""
    section = sections.get(seat.section, "") if seat.online else ""
    if section and seat.computer:
        return tr("in {section}, on {computer}").format(section=section, computer=seat.computer)
    if section:
        return tr("in {section}").format(section=section)
    return tr("on {computer}").format(computer=seat.computer) if seat.computer else ""


def seen(seat: "Seat", now: str, zone: str, *, known: bool = True) -> str:
    """When somebody was here last; `known`: the share is there to say so."""
    if seat.is_me:
        return tr("you, here now")
    if seat.online and known:
        return tr("here now")
    return tr("last seen {when}").format(
        when=formats.within(formats.when(seat.last_seen, now, zone))
    )


def apart(seat: "Seat") -> str:
    """What waits between somebody's copy and the one here."""
    said = []
    if seat.unread:
        said.append(tr("{what} unread").format(what=changes(seat.unread)))
    if seat.missing:
        said.append(tr("{n} of theirs to come").format(n=f"{seat.missing:,}"))
    return ", ".join(said)


def changes(count: int) -> str:
    """1 change, 3 changes."""
    return tr("1 change") if count == 1 else tr("{n} changes").format(n=f"{count:,}")


def waiting(count: int) -> str:
    """What becomes of changes that wait here."""
    if count == 1:
        return tr("1 change waits, it will be sent by itself")
    return tr("{n} changes wait, they will be sent by themselves").format(n=f"{count:,}")


def standing(status: "TeamStatus", saved: str) -> Said:
    """The state of a shared file; being offline is a normal one."""
    problem = status.problem
    hint = "" if problem is None else f"{problem.title} {problem.hint}"
    if not status.online:
        if problem is None:  # the first look is still under way
            return Said(saved, "check", "")
        if not is_away(status):
            rest = waiting(status.waiting_out) if status.waiting_out else ""
            return Said(problem.title, "info", f"{hint}\n{_whole(rest)}".strip())
        if status.waiting_out:
            words = tr("Offline: {what}").format(what=waiting(status.waiting_out))
            return Said(words, "hourglass", hint)
        return Said(tr("Offline, nothing waits to be sent"), "hourglass", hint)
    if problem is not None:
        return Said(problem.title, "info", hint)
    if status.waiting_out:
        words = tr("Sending {what}").format(what=changes(status.waiting_out))
        return Said(words, "refresh-cw", "")
    return Said(saved, "check", tr("Saved here, and sent to the team."))


def is_away(status: "TeamStatus") -> bool:
    """Whether the share is simply not there, as on a train."""
    return isinstance(status.problem, Away)


def away(status: "TeamStatus") -> str:
    """Said once, when a share goes away under somebody who works."""
    form = tr("You are offline. Go on working, and close whenever you like: {what}.")
    return form.format(what=waiting(status.waiting_out))


def notes(status: "TeamStatus") -> Sequence[str]:
    """What still waits, as sentences for the list of the team."""
    found = []
    if status.waiting_out:
        found.append(_whole(waiting(status.waiting_out)))
    if status.waiting_in:
        what = changes(status.waiting_in)
        form = tr("{what} of colleagues came before others that belong to it.")
        if status.waiting_in != 1:
            form = tr("{what} of colleagues came before others that belong to them.")
        found.append(form.format(what=what))
    if not found and status.online and not any(seat.missing for seat in status.people):
        found.append(tr("Everything is sent, and nothing is on its way here."))
    return found


def _whole(words: str) -> str:
    return f"{words}." if words else ""
