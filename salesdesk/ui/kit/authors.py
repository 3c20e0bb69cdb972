"""Who changed what while a form was open, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from salesdesk.model.calendar import local_time
from salesdesk.queries import settings
from salesdesk.queries.edits import Author
from salesdesk.session import Session
from salesdesk.ui.kit.conflicts import Side
from salesdesk.ui.kit.text import tr


@dataclass(frozen=True)
class Who:
    """Somebody who changed the record: `own` if it was this person elsewhere."""

    name: str
    initials: str = "?"
    number: int = 0
    at: str = ""
    own: bool = False
    seat: int = 0
    here: int = 0

    @property
    def place(self) -> str:
        """Where this person did it, when it was oneself."""
        return tr("another window") if self.seat == self.here else tr("another computer")

    def did(self, what: str) -> str:
        """`Priya changed Phone just now.`"""
        if self.own:
            words = tr("You changed {what} just now in {place}.")
            return words.format(what=what, place=self.place)
        return tr("{who} changed {what} just now.").format(who=self.name, what=what)

    def during(self, thing: str, deleted: bool = False) -> str:
        """The title of a dialog about it."""
        words = (
            tr("{who} deleted this {thing} while you were editing")
            if deleted
            else tr("{who} changed this {thing} while you were editing")
        )
        if self.own:
            words = (
                tr("You deleted this {thing} in {place} while editing it here")
                if deleted
                else tr("You changed this {thing} in {place} while editing it here")
            )
        return words.format(who=self.name, thing=thing, place=self.place)

    def kept(self, what: str) -> str:
        """`Saved. Priya’s changes to Phone are kept.`"""
        if self.own:
            words = tr("Saved. What you changed in {place} is kept: {what}.")
            return words.format(what=what, place=self.place)
        return tr("Saved. {who}’s changes to {what} are kept.").format(who=self.name, what=what)

    def side(self, session: Session) -> Side:
        """Their heading in the conflict dialog."""
        heading = tr("{who}’s").format(who=self.name)
        if self.own:
            heading = self.place[:1].upper() + self.place[1:]
        when = tr("saved {time}").format(time=self._time(session)) if self.at else tr("saved")
        return Side(heading, self.initials, self.number, when)

    def _time(self, session: Session) -> str:
        return local_time(self.at, session.db.clock.zone).strftime("%H:%M")


def who(session: Session, author: Author | None) -> Who:
    """The words for an author; somebody where nobody is known."""
    if author is None or (author.name is None and not author.seat):
        return Who(tr("Another program") if author is not None else tr("Somebody"))
    if author.name is None:
        return Who(tr("A colleague"), at=author.at)
    first = author.name.split()[0] if author.name.split() else author.name
    others = [p.name for p in session.read(settings.people, False) if p.name != author.name]
    name = author.name if any(o.split()[:1] == [first] for o in others) else first
    own = author.person_id == session.person_id
    return Who(name, author.initials, author.colour, author.at, own, author.seat, session.db.seat)


def of_field(found: Sequence[Author], field: str) -> Author | None:
    """Who changed this field last; else who changed anything of the record last."""
    last = next((author for author in found if field in author.columns), None)
    return last or (found[0] if found else None)


def me(session: Session) -> Side:
    """One's own heading in the conflict dialog."""
    person = session.read(settings.person, session.person_id or 0)
    initials, number = (person.initials, person.colour) if person else ("?", 0)
    return Side(tr("Yours"), initials, number, tr("not saved yet"))


def listed(labels: Iterable[str]) -> str:
    """`Phone, Town and Notes`."""
    names = list(labels)
    if len(names) > 6:
        names = [*names[:5], tr("{n} more").format(n=len(names) - 5)]
    if len(names) < 2:
        return "".join(names)
    return tr("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])


def by_person(changed: Mapping[str, Who], labels: Mapping[str, str]) -> list[tuple[Who, str]]:
    """Each person with the fields they changed, in words."""
    people: dict[tuple[str, bool], tuple[Who, list[str]]] = {}
    for field, person in changed.items():
        people.setdefault((person.name, person.own), (person, []))[1].append(labels[field])
    return [(person, listed(names)) for person, names in people.values()]
