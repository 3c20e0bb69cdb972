"""What stands in the place of a list of leads that has none: why, and the way on."""

from collections.abc import Callable

from salesdesk.ui.kit.empty import EmptyState
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads import words


class EmptyList(EmptyState):
    """Says whether a search, a filter or nothing hides the leads, and what the button does."""

    def __init__(self, pressed: Callable[[], object]) -> None:
        super().__init__("", tr("New lead"), "Ctrl N", pressed)

    def tell(self, view: str, text: str, narrowed: bool) -> None:
        """Why this view shows nothing: by the `text` of a search, `narrowed` by a filter."""
        verb = tr("New lead")
        if text:
            self.set_words(tr("Nothing here matches “{text}”.").format(text=text))
            verb = tr("Clear search") if view == "all" else tr("Search all leads")
        elif narrowed:
            self.set_words(tr("The filter hides every lead of this view."))
            verb = tr("Clear filter")
        else:
            self.set_words(tr(words.EMPTY[view]))
        self.button.setText(verb)
        self.button.setAccessibleName(verb)
        self.button.updateGeometry()
