"""A few changed deals on a board that is shown: each card to the place the file gives it now."""

from collections.abc import Collection, Sequence

from salesdesk.queries import deal_board
from salesdesk.queries.deal_board import Column
from salesdesk.queries.deals import Filters
from salesdesk.session import Session
from salesdesk.ui.deals.head import ColumnFrame

#: With more changed deals than this, reading the whole board is as quick.
FEW = 20
#: What cards and columns show besides the deals themselves: then the whole board is read.
SHOWN = frozenset(("stage", "person", "organisation", "contact", "campaign", "reason", "setting"))


def apply(
    session: Session,
    frames: Sequence[ColumnFrame],
    columns: Sequence[Column],
    changed: Collection[int],
    filters: Filters,
) -> list[int]:
    """Take the cards out and put them in; the numbers of the columns that were touched."""
    models = [frame.view.column for frame in frames]
    number_of = {column.stage.key: number for number, column in enumerate(columns)}
    found = session.read(deal_board.standing, changed, filters)
    places = {key: place for key, place in found.items() if place[0] in number_of}
    below = {
        key: session.read(deal_board.next_below, key, stage, rank, filters)
        for key, (stage, rank) in places.items()
    }
    touched: set[int] = set()
    moved = set(places)
    for key in changed:
        for number, model in enumerate(models):
            row = model.cards.row_of(key)
            if row is None:
                continue
            touched.add(number)
            keys = model.cards.keys
            under = keys[row + 1] if row + 1 < len(keys) else None
            here = key in places and number_of[places[key][0]] == number
            if here and under == below[key] and under not in changed:
                model.renew(row)
                moved.discard(key)
            else:
                model.take(row)
    # from below upwards: the card under each one is in its place by then
    for key in sorted(moved, key=lambda key: (places[key][1], key), reverse=True):
        number, under = number_of[places[key][0]], below[key]
        cards = models[number].cards
        row = None if under is None else cards.row_of(under)
        models[number].put(key, len(cards.keys) if row is None else row)
        touched.add(number)
    return sorted(touched)
