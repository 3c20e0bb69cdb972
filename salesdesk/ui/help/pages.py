"""The pages of the help: which there are, and what stands in them as headings, lists and words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from salesdesk.model.text import fold
from salesdesk.resources import resource_path

#: The pages in their order; the keys are made from the real table and have no file.
KEYS = "keys"
ORDER = (
    "getting-started", "today", "leads", "hand-over", "deals", "campaigns", "contacts", "reports",
    "import", "sharing", "sharing-nas", "sharing-cloud", "sharing-stick", "merging",
    "backups", "damage", "locking", KEYS, "privacy",
)  # fmt: skip
#: section of the window -> its page
OF_SECTION = {
    "today": "today", "leads": "leads", "deals": "deals", "campaigns": "campaigns",
    "contacts": "contacts", "reports": "reports",
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Some words of a line: `kind` is "" or strong, key, link; `target` is a link's page."""

    words: str
    kind: str = ""
    target: str = ""


@dataclass(frozen=True)
class Block:
    """A title, heading, paragraph, point, numbered step, or a key with what it does."""

    kind: str
    runs: tuple[Run, ...]
    number: int = 0

    @property
    def words(self) -> str:
        """What it says, without marks."""
        return "".join(run.words for run in self.runs)


@dataclass(frozen=True)
class Page:
    """One page; `folded` is what a search looks through."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    folded: str = field(repr=False, default="")

    def finds(self, words: Sequence[str]) -> bool:
        """True where every word stands somewhere in it."""
        return all(word in self.folded for word in words)

    def links(self) -> Iterator[str]:
        """The pages that it leads to."""
        for block in self.blocks:
            yield from (run.target for run in block.runs if run.kind == "link")


_MARK = re.compile(r"\*\*(.+?)\*\*|`(.+?)`|\[(.+?)\]\(([a-z-]+)\)")
_KINDS = {"# ": "title", "## ": "heading", "- ": "point"}


def runs_of(text: str) -> Iterator[Run]:
    """The words of a line: **menu paths**, `keys` and [links](page) stand out."""
    at = 0
    for found in _MARK.finditer(text):
        if found.start() > at:
            yield Run(text[at : found.start()])
        strong, key, link, target = found.groups()
        if strong:
            yield Run(strong, "strong")
        elif key:
            yield Run(key, "key")
        else:
            yield Run(link, "link", target)
        at = found.end()
    if at < len(text):
        yield Run(text[at:])


def parse(text: str) -> Iterator[Block]:
    """The blocks of a page as it is written: empty lines part paragraphs, lines run on."""
    number = 0
    for piece in re.split(r"\n\s*\n", text.strip()):
        for line in _joined(piece.splitlines()):
            step = re.match(r"\d+\. ", line)
            if step:
                number += 1
                yield Block("step", tuple(runs_of(line[step.end() :])), number)
                continue
            mark = next((m for m in _KINDS if line.startswith(m)), "")
            kind = _KINDS.get(mark, "words")
            number = 0 if kind != "point" else number
            yield Block(kind, tuple(runs_of(line[len(mark) :])))


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines of one paragraph, point or step as one."""
    found: list[str] = []
    for line in lines:
        starts = re.match(r"(#{1,2}|-|\d+\.) ", line)
        if starts or not found:
            found.append(line.strip())
        else:
            found[-1] += " " + line.strip()
    return found


def made(name: str, blocks: Sequence[Block]) -> Page:
    """A page of these blocks; the first is its title."""
    return Page(name, blocks[0].words, tuple(blocks), fold(" ".join(b.words for b in blocks)))


def shipped(name: str) -> Page:
    """A page that lies in the program's own folder."""
    return made(name, list(parse(resource_path("help", f"{name}.md").read_text("utf-8"))))


def searched(pages: Sequence[Page], typed: str) -> list[Page]:
    """The pages that have all the words, those with one in the title first."""
    words = fold(typed).split()
    if not words:
        return list(pages)
    hits = [page for page in pages if page.finds(words)]
    return sorted(hits, key=lambda page: not any(w in fold(page.title) for w in words))
