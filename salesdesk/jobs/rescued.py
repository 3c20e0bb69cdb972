"""What came back of a damaged file, by kind and from where, in words and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from salesdesk.store.rescues import Kind, Tally
from salesdesk.store.schema import RECORDS

#: What people count, and how it is called; all else is counted together.
KINDS = {
    "lead": ("lead", "leads"),
    "deal": ("deal", "deals"),
    "contact": ("contact", "contacts"),
    "organisation": ("organisation", "organisations"),
    "activity": ("activity", "activities"),
    "campaign": ("campaign", "campaigns"),
    "handover": ("handover", "handovers"),
    "entry": ("line of the history", "lines of the history"),
}
OTHERS = ("other record", "other records")


@dataclass(frozen=True)
class Rescued:
    """What came back and where it is."""

    out: Path
    tally: Tally
    #: What the check of the new file found; empty when all is well.
    faults: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """How many records did not come back."""
        return sum(kind.lost for name, kind in self.tally.kinds.items() if name in RECORDS)

    def lines(self) -> list[str]:
        """What came back by kind and from where, for people."""
        found = [_line(words, kind) for words, kind in self._kinds()]
        tally = self.tally
        if tally.short:
            found.insert(0, _cut_short(tally))
        if tally.placeholders:
            found.append(f"{_many(tally.placeholders, 'record')} made to stand for lost ones.")
        if tally.right:
            found.append(f"{_many(tally.right, 'value')} set right by history and backup.")
        if tally.doubts:
            found.append(_doubtful(tally))
        if tally.emptied:
            found.append(f"{_many(tally.emptied, 'reference')} to lost records taken out.")
        return found

    def as_json(self) -> dict[str, object]:
        """The same for a program."""
        kinds = {
            name: {**vars(kind), "back": kind.back}
            for name, kind in self.tally.kinds.items()
            if kind.back or kind.lost
        }
        return {
            "file": str(self.out),
            "kinds": kinds,
            "lost": self.lost,
            "placeholders": self.tally.placeholders,
            "emptied": self.tally.emptied,
            "right": self.tally.right,
            "doubts": [vars(doubt) for doubt in self.tally.doubts],
            "pages": list(self.tally.short),
            "faults": list(self.faults),
        }

    def _kinds(self) -> Iterator[tuple[tuple[str, str], Kind]]:
        others = Kind()
        for name, kind in self.tally.kinds.items():
            if name in KINDS:
                if kind.back or kind.lost:
                    yield KINDS[name], kind
            elif name in RECORDS:
                _add(others, kind)
        yield OTHERS, others


def _add(total: Kind, kind: Kind) -> None:
    total.read += kind.read
    total.mended += kind.mended
    total.journal += kind.journal
    total.parts += kind.parts
    total.lost += kind.lost
    for label, count in kind.backups.items():
        total.backups[label] = total.backups.get(label, 0) + count


def _line(words: tuple[str, str], kind: Kind) -> str:
    sources = [
        (kind.read, "read"),
        (kind.mended, "read with damaged fields"),
        (kind.journal, "from the history"),
        *((count, f"from {label}") for label, count in kind.backups.items()),
        (kind.parts, "in part"),
    ]
    told = ", ".join(f"{count:,} {where}" for count, where in sources if count) or "none read"
    total = kind.back + kind.lost
    name = words[0] if total == 1 else words[1]
    if kind.read == total:
        return f"{total:,} of {total:,} {name}."
    lost = f"; {kind.lost:,} lost" if kind.lost else ""
    return f"{kind.back:,} of {total:,} {name}: {told}{lost}."


def _doubtful(tally: Tally) -> str:
    shown = [
        f"{doubt.field.replace('_', ' ')} of a {doubt.table.replace('_', ' ')} “{doubt.read}”, "
        f"by the history “{doubt.told}”"
        for doubt in tally.doubts[:3]
    ]
    which = "; ".join(text[:160] for text in shown)
    return f"{_many(len(tally.doubts), 'value')} may be damaged: {which}."


def _cut_short(tally: Tally) -> str:
    there, pages = tally.short
    return (
        f"The file is cut short: {there:,} of its {pages:,} pages are there. What was only on "
        "the others, and in no backup, is lost uncounted."
    )


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
