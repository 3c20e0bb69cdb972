"""The help page of the keys, made from the very commands that the keys run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from salesdesk.ui.help.pages import KEYS, Block, Page, Run, made
from salesdesk.ui.kit.panels import Command
from salesdesk.ui.kit.text import tr

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow


def keys_page(window: "MainWindow") -> Page:
    """Every key of every section that was open, and those that work everywhere."""
    blocks = [
        _plain("title", tr("Keyboard shortcuts")),
        _plain(
            "words",
            tr(
                "A single letter acts at once, unless you are typing in a field. "
                "Ctrl K finds any command by its name."
            ),
        ),
    ]
    blocks += _group(tr("Everywhere"), window.menus.own_commands())
    letters = ", ".join(f"G {s.letter} {s.label}" for s in window.sections)
    blocks.append(_key("G", tr("then a letter: {letters}").format(letters=letters)))
    for section in window.sections:
        panel = window.panels().get(section.id)
        if panel is not None:
            blocks += _group(section.label, panel.commands())
    unseen = [s.label for s in window.sections if s.id not in window.panels()]
    if unseen:
        words = tr("The keys of {sections} are listed here once they have been open.")
        blocks.append(_plain("words", words.format(sections=", ".join(unseen))))
    return made(KEYS, blocks)


def _group(title: str, commands: Sequence[Command]) -> list[Block]:
    lines = [_key(c.key, c.label.rstrip("…")) for c in commands if c.key]
    return [_plain("heading", title), *lines] if lines else []


def _key(key: str, words: str) -> Block:
    caps = key if key == "+" else key.replace("+", " ")
    return Block("key", (Run(caps, "key"), Run(f"  {words}")))


def _plain(kind: str, words: str) -> Block:
    return Block(kind, (Run(words),))
