"""Who changed what while a form was open, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from salesdesk.model import formats
from salesdesk.model.calendar import local_time
from salesdesk.queries import settings
from salesdesk.queries.edits import Author
from salesdesk.session import Session
from salesdesk.store.database import Database
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

    @property
    def where(self) -> str:
        """As a part of a sentence: `in another window`."""
        words = tr("in {place}") if self.seat == self.here else tr("on {place}")
        return words.format(place=self.place)

    def did(self, what: str) -> str:
        """`Priya changed Phone just now.`"""
        if self.own:
            words = tr("You changed {what} just now {where}.")
            return words.format(what=what, where=self.where)
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
                tr("You deleted this {thing} {where} while editing it here")
                if deleted
                else tr("You changed this {thing} {where} while editing it here")
            )
        return words.format(who=self.name, thing=thing, where=self.where)

    def kept(self, what: str) -> str:
        """`Saved. Priya’s changes to Phone are kept.`"""
        if self.own:
            words = tr("Saved. What you changed {where} is kept: {what}.")
            return words.format(what=what, where=self.where)
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


def who(db: Database, author: Author | None) -> Who:
    """The words for an author; somebody where nobody is known."""
    if author is None or (author.name is None and not author.seat):
        return Who(tr("Another program") if author is not None else tr("Somebody"))
    if author.name is None:
        return Who(tr("A colleague"), at=author.at)
    first = author.name.split()[0] if author.name.split() else author.name
    others = [p.name for p in settings.people(db, False) if p.name != author.name]
    name = author.name if any(o.split()[:1] == [first] for o in others) else first
    own = author.person_id == db.person_id
    return Who(name, author.initials, author.colour, author.at, own, author.seat, db.seat)


def ago(moment: str, now: str) -> str:
    """`just now`, `3 min ago`."""
    age = formats.age(moment, now)
    return tr("just now") if age == formats.age(now, now) else tr("{age} ago").format(age=age)


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
    """`Phone, Town and “Who they are”`: a label of several words is told from the sentence."""
    names = [f"“{label}”" if " " in label else label for label in labels]
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
