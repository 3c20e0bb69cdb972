"""Names in a column that the file does not have: made new, or matched with one it has."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from salesdesk.importing import meanings, values
from salesdesk.model.text import fold
from salesdesk.queries import imports
from salesdesk.session import Session
from salesdesk.ui.kit.text import tr

SHOWN = 30
TABLES = {
    "owner": "person",
    "channel": "channel",
    "campaign": "campaign",
    "product": "product",
    "stage": "stage",
}


class Names:
    """The file's people, channels, campaigns, products, stages and reasons, by field."""

    def __init__(self, session: Session) -> None:
        found = {f: session.read(imports.names, table) for f, table in TABLES.items()}
        found["reason"] = session.read(imports.names, "reason", "label")
        self._ours: dict[str, list[str]] = found
        self._known = {field: {fold(name) for name in names} for field, names in found.items()}
        self._known["owner"] |= set(session.read(imports.people))

    def new(self, field: str, cells: Sequence[str], matched: Mapping[str, str]) -> list[str]:
        """The different words that name nothing here and are not matched yet."""
        if field not in self._known:
            return []
        words = dict.fromkeys(c for c in cells if not values.empty(c) and len(c) < 80)
        return [w for w in words if w.casefold() not in matched and self._is_new(field, w)]

    def _is_new(self, field: str, word: str) -> bool:
        if fold(word) in self._known[field]:
            return False
        if field == "stage":
            same = any(meanings.same_stage(word, name) for name in self._ours[field])
            return meanings.stage_kind(word) == "open" and not same
        return True

    def menu(
        self,
        parent: QWidget,
        field: str,
        words: Sequence[str],
        table: dict[str, str],
        done: Callable[[], object],
    ) -> QMenu:
        """A menu of the new words, each with the names it may be; choices go into `table`."""
        menu = QMenu(parent)
        for word in words[:SHOWN]:
            under = menu.addMenu(_plain(word))
            group = QActionGroup(under)
            chosen = table.get(word.casefold())

            def offer(
                title: str,
                ours: str | None,
                under: QMenu = under,
                group: QActionGroup = group,
                word: str = word,
                chosen: str | None = chosen,
            ) -> None:
                entry = QAction(_plain(title), under, checkable=True)
                entry.setChecked(ours == chosen)
                entry.triggered.connect(lambda: _match(table, word, ours, done))
                group.addAction(entry)
                under.addAction(entry)

            offer(tr("Make it new"), None)
            under.addSeparator()
            for name in self._ours[field]:
                offer(name, name)
        return menu


def _match(table: dict[str, str], word: str, ours: str | None, done: Callable[[], object]) -> None:
    if ours is None:
        table.pop(word.casefold(), None)
    else:
        table[word.casefold()] = ours
    done()


def _plain(words: str) -> str:
    """A name from somebody's file in a menu: its & is no mnemonic."""
    return words[:60].replace("&", "&&")
