"""A report as data: blocks that the PDF and the CSV writer put down, each in its own way."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """The name of a part, with a quiet note behind it."""

    words: str
    note: str = ""


@dataclass(frozen=True)
class Words:
    """A paragraph; `lead` stands before it, bold."""

    words: str
    lead: str = ""


@dataclass(frozen=True)
class Note:
    """Small grey words under a table."""

    words: str


@dataclass(frozen=True)
class Bar:
    """A cell with a bar filled to `share` of 1, and words behind it."""

    share: float
    words: str


Cell = str | Bar


@dataclass(frozen=True)
class Column:
    """One column of a table; `width` is its part of the whole."""

    title: str
    width: float
    right: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings that come again on each page; `total` is the bold last row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    small: bool = False


@dataclass(frozen=True)
class FunnelRow:
    """One step: its bar falls in fixed steps, not to scale; where nothing counts there is none."""

    side: str
    name: str
    number: str
    rate: str
    before: str
    is_marketing: bool
    is_empty: bool = False


@dataclass(frozen=True)
class Funnel:
    """The funnel from reach to won."""

    rows: tuple[FunnelRow, ...]


@dataclass(frozen=True)
class Month:
    """One column of the months chart: heights in minor units, and their words."""

    label: str
    value: int
    words: str
    target: int | None
    target_words: str
    current: bool = False


@dataclass(frozen=True)
class Months:
    """Revenue month by month; a line over each shows its target."""

    months: tuple[Month, ...]


@dataclass(frozen=True)
class Pair:
    """Two bars on one scale: revenue and spend of a campaign, in minor units."""

    name: str
    first: int
    second: int
    first_words: str
    second_words: str


@dataclass(frozen=True)
class Pairs:
    """Bars in pairs, with a legend."""

    first_title: str
    second_title: str
    rows: tuple[Pair, ...]


@dataclass(frozen=True)
class Lists:
    """Two short lists side by side: a title, and (words, number) lines."""

    left_title: str
    left: tuple[tuple[str, str], ...]
    right_title: str
    right: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Outlook:
    """A frame with large figures and some sentences."""

    figures: tuple[tuple[str, str], ...]
    points: tuple[str, ...]


@dataclass(frozen=True)
class NoteLines:
    """Empty lines to write on."""

    count: int = 4


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Definitions:
    """Names and what they mean."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Parties:
    """The head of a letter: who it is for at the left, facts with their names at the right."""

    title: str
    left: tuple[str, ...]
    right: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Offered:
    """A line of a quote in words and figures; `discount` is empty where none is given."""

    words: str
    quantity: str
    price: str
    discount: str
    amount: str


@dataclass(frozen=True)
class Offer:
    """The lines of a quote: their words are never cut, whatever their length."""

    rows: tuple[Offered, ...]


@dataclass(frozen=True)
class Sums:
    """What it comes to, under the amounts; the last one is what is to be paid."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Signature:
    """Lines to sign on, each with its name under it."""

    names: tuple[str, ...]


Block = (
    Heading
    | Words
    | Note
    | Table
    | Funnel
    | Months
    | Pairs
    | Lists
    | Outlook
    | NoteLines
    | NewPage
    | Definitions
    | Parties
    | Offer
    | Sums
    | Signature
)


@dataclass(frozen=True)
class Report:
    """A report: whose it is, what it is called, where it was printed from, and its blocks."""

    business: str
    address: str
    contact: str
    title: str
    subtitle: str
    printed: str
    logo: str
    blocks: tuple[Block, ...]
