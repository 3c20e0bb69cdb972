"""What stands at the right while no lead is read: one sentence, and the way to a list that has."""

from collections.abc import Callable, Sequence

from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.panels import View
from salesdesk.ui.kit.text import tr

#: Lists of leads that nobody works on, which are no way on.
_CLOSED = frozenset({"disqualified", "duplicates"})


class Nothing(EmptyState):
    """Names the first list with leads in it when the one that is shown is empty."""

    def __init__(self, go: Callable[[str], object]) -> None:
        super().__init__("", slot=self._press)
        self._go, self._view = go, ""

    def _press(self) -> None:
        self._go(self._view)

    def choose(self) -> None:
        """The list has leads, none of which is read."""
        self._say(tr("Choose a lead to read it here."), None)

    def tell(self, here: str, views: Sequence[View], *, narrowed: bool) -> None:
        """The list is empty, by itself or by a search or filter."""
        counts = {view.id: view.count or 0 for view in views}
        total = counts.get("all", 0)
        if narrowed or not total:
            self._say(tr("The lead that you choose in the list is read here."), None)
            return
        full = [v for v in views if v.count and v.id != here and v.id not in _CLOSED]
        words = tr("Nothing to do in this list. The file holds 1 lead.")
        if total > 1:
            words = tr("Nothing to do in this list. The file holds {n} leads.")
        self._say(words.format(n=f"{total:,}"), full[0] if full else None)

    def _say(self, words: str, way: View | None) -> None:
        self.set_words(words)
        self.button.setVisible(way is not None)
        if way is not None:
            self._view = way.id
            label = tr("Go to {list} ({n})").format(list=way.label, n=f"{way.count:,}")
            self.button.setText(label)
            self.button.setAccessibleName(label)
            self.button.updateGeometry()
