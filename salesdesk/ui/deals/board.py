"""The board: a column for each open stage, moved through and moved about by keys and mouse."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from salesdesk.queries import deal_board
from salesdesk.queries.deal_board import Column
from salesdesk.queries.deals import Card, Filters
from salesdesk.session import Session
from salesdesk.ui.deals import patch, words
from salesdesk.ui.deals.card import PITCH, CardDelegate
from salesdesk.ui.deals.column import ColumnView
from salesdesk.ui.deals.head import NARROWEST, ColumnFrame
from salesdesk.ui.deals.model import ColumnModel
from salesdesk.ui.deals.zones import Zones
from salesdesk.ui.kit.text import tr

BETWEEN = 8


class Board(QWidget):
    """Five columns or as many as there are open stages. It asks; it changes nothing itself."""

    #: (deal, stage, the deal above which it goes or None for the end)
    move_asked = Signal(object, object, object)
    win_asked = Signal(object)
    lose_asked = Signal(object)
    opened = Signal(object)
    picked = Signal(object)
    #: a card is being carried, or None again
    carrying = Signal(object)

    def __init__(self, session: Session, money: words.Money, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._money = session, money
        self._zone = session.db.clock.zone
        self.delegate = CardDelegate(money, self._zone, session.db.today())
        self.frames: list[ColumnFrame] = []
        self.columns: list[Column] = []
        self._at = 0
        self._row = 0
        self._quiet_picks = False
        #: The card in the mouse's hand, as it was when it was taken.
        self.carried: Card | None = None
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._row_of_frames = QHBoxLayout(self._inner)
        self._row_of_frames.setContentsMargins(0, 0, 0, 0)
        self._row_of_frames.setSpacing(BETWEEN)
        self.area.setWidget(self._inner)
        self.zones = Zones(self)
        self.zones.won.dropped.connect(self.win_asked)
        self.zones.lost.dropped.connect(self.lose_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.zones)

    # -- showing ----------------------------------------------------------------------------

    def reload(self, filters: Filters) -> None:
        """Read every column again; the same deal stays picked wherever it went."""
        held = self.current_key()
        self.delegate.today = self._session.db.today()
        self.columns = self._session.read(deal_board.board, filters)
        self._match_frames()
        self._quiet_picks = True
        for frame, column in zip(self.frames, self.columns, strict=True):
            frame.set_column(column)
            keys = self._session.read(deal_board.column_keys, column.stage.key, filters)
            frame.view.column.set_keys(keys)
            frame.view.viewport().update()
        self._quiet_picks = False
        self._pick_again(held)

    def follow(self, changed: Collection[int], filters: Filters) -> None:
        """Read again only what these deals touch, and paint it in this very moment."""
        held = self.current_key()
        self._quiet_picks = True
        touched = patch.apply(self._session, self.frames, self.columns, changed, filters)
        self._quiet_picks = False
        stages = [self.columns[number].stage.key for number in touched]
        fresh = self._session.read(deal_board.board, filters, stages) if touched else []
        for number, column in zip(touched, fresh, strict=True):
            self.columns[number] = column
            self.frames[number].set_column(column)
        self._pick_again(held)
        for number in touched:
            self.frames[number].paint_now()

    def _pick_again(self, held: int | None) -> None:
        """The same deal stays picked wherever it went, else the place where it was."""
        if held is None or not self.pick_key(held):
            self._pick(self._nearest(), self._row)

    def _nearest(self) -> int:
        """The column of the picked place, or the first that has a card."""
        counts = [frame.view.column.rowCount() for frame in self.frames]
        if self._at < len(counts) and counts[self._at]:
            return self._at
        return next((number for number, count in enumerate(counts) if count), self._at)

    def _match_frames(self) -> None:
        while len(self.frames) > len(self.columns):
            frame = self.frames.pop()
            frame.setParent(None)
            frame.deleteLater()
        while len(self.frames) < len(self.columns):
            self._add_frame()
        self._inner.setMinimumWidth((NARROWEST + BETWEEN) * len(self.frames) - BETWEEN)
        self._at = max(0, min(self._at, len(self.frames) - 1))

    def _add_frame(self) -> None:
        model = ColumnModel(self._session, self)
        model.describe = self._spoken
        view = ColumnView(model, self.delegate, self._inner)
        view.setStyleSheet(
            "QTableView { background: transparent; selection-background-color: transparent; }"
        )
        frame = ColumnFrame(view, self._money, self._inner)
        self.frames.append(frame)
        self._row_of_frames.addWidget(frame, 1)
        view.picked.connect(lambda: self._picked_in(frame))
        view.opened.connect(self.opened)
        view.typed.connect(self._typed)
        view.drag_began.connect(self._drag_began)
        view.drag_ended.connect(self._drag_ended)
        view.pressed_while_carried.connect(self._carried_key)
        view.dropped.connect(lambda key, before: self._dropped(frame, key, before))

    def _spoken(self, card: Card) -> str:
        return words.spoken(card, self._money, self._zone, self.delegate.today)

    # -- the picked card --------------------------------------------------------------------

    def current_card(self) -> Card | None:
        """The picked card."""
        if not self.frames:
            return None
        return self.frames[self._at].view.current_card()

    def current_key(self) -> int | None:
        """The key of the picked card, as the lists last read knew it."""
        if not self.frames:
            return None
        view = self.frames[self._at].view
        index, keys = view.currentIndex(), view.column.cards.keys
        return keys[index.row()] if index.isValid() and index.row() < len(keys) else None

    def card(self, key: int) -> Card | None:
        """A deal as it stands here; None where it does not."""
        place = self._place_of(key)
        return None if place is None else self.frames[place[0]].view.card(place[1])

    def pick_key(self, key: int) -> bool:
        """Pick this deal, wherever it stands; whether it is on the board."""
        place = self._place_of(key)
        if place is not None:
            self._pick(*place)
        return place is not None

    def _place_of(self, key: int) -> tuple[int, int] | None:
        """Column and row of a deal."""
        for number, frame in enumerate(self.frames):
            row = frame.view.column.cards.row_of(key)
            if row is not None:
                return number, row
        return None

    def take_focus(self) -> None:
        """Let the keys work here."""
        if self.frames:
            self.frames[self._at].view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, number: int, row: int) -> None:
        if not self.frames:
            return
        had_focus = any(frame.view.hasFocus() for frame in self.frames)
        self._at = number
        view = self.frames[number].view
        view.pick(row)
        for other in self.frames:
            if other.view is not view:
                other.view.pick_nothing()
        if had_focus:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(self.frames[number], 0, 0)
        self._row = view.currentIndex().row() if view.currentIndex().isValid() else 0
        self.picked.emit(self.current_key())

    def _picked_in(self, frame: ColumnFrame) -> None:
        if self._quiet_picks or frame not in self.frames:
            return
        number = self.frames.index(frame)
        row = frame.view.currentIndex().row()
        if number != self._at:
            self._pick(number, row)
        elif row != self._row:
            self._row = row
            self.picked.emit(self.current_key())

    def step(self, by: int) -> None:
        """Pick the next or previous card of the column."""
        if self.frames:
            self._pick(self._at, max(0, self._row + by))

    def go_column(self, by: int) -> None:
        """Pick the card beside this one, in the next column that has any."""
        number = self._at + by
        while 0 <= number < len(self.frames):
            if self.frames[number].view.column.rowCount():
                self._pick(number, self._row)
                return
            number += by

    # -- moving -----------------------------------------------------------------------------

    def ask_stage(self, number: int) -> None:
        """Ask to put the picked card on top of a column."""
        key = self.current_key()
        if key is None or not 0 <= number < len(self.frames) or number == self._at:
            return
        keys = self.frames[number].view.column.cards.keys
        self.move_asked.emit(key, self.columns[number].stage.key, keys[0] if keys else None)

    def ask_beside(self, by: int) -> None:
        """Ask to put the picked card into the next or previous column."""
        self.ask_stage(self._at + by)

    def ask_place(self, by: int) -> None:
        """Ask to put the picked card one place up or down."""
        key = self.current_key()
        if key is None:
            return
        keys = self.frames[self._at].view.column.cards.keys
        target = self._row + by if by < 0 else self._row + by + 1
        if target < 0 or self._row + by >= len(keys):
            return
        before = keys[target] if target < len(keys) else None
        self.move_asked.emit(key, self.columns[self._at].stage.key, before)

    def _dropped(self, frame: ColumnFrame, key: int, before: int | None) -> None:
        cards = frame.view.column.cards
        row = cards.row_of(key)
        below = None if row is None or row + 1 >= len(cards.keys) else cards.keys[row + 1]
        if row is not None and before == below:
            return  # put back where it was
        number = self.frames.index(frame)
        self.move_asked.emit(key, self.columns[number].stage.key, before)

    def _drag_began(self, card: Card) -> None:
        self.carried = card
        self.zones.lost.say(tr("Drop, then pick a reason"))
        self.zones.won.say(tr("Drop to win {amount}").format(amount=self._money.whole(card.amount)))
        self.carrying.emit(card)
        self.zones.show()

    def _drag_ended(self) -> None:
        self.zones.hide()
        self.carried = None
        self.carrying.emit(None)

    def _carried_key(self, key: int, pressed: int) -> None:
        """A key that was pressed while a card was carried."""
        if pressed == Qt.Key.Key_W:
            self.win_asked.emit(key)
        elif pressed == Qt.Key.Key_L:
            self.lose_asked.emit(key)
        elif self.pick_key(key):
            self.ask_stage(pressed - Qt.Key.Key_1)

    # -- keys -------------------------------------------------------------------------------

    def _typed(self, event: QKeyEvent) -> None:
        if self.handle_key(event.key(), event.modifiers()):
            event.accept()

    def handle_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Walk and move with the keyboard; whether the key was one of the board's."""
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if modifiers & ~plain:
            return False
        keys = Qt.Key
        if key in (keys.Key_Left, keys.Key_Right):
            by = -1 if key == keys.Key_Left else 1
            self.ask_beside(by) if shift else self.go_column(by)
        elif key in (keys.Key_Up, keys.Key_Down, keys.Key_K, keys.Key_J):
            by = -1 if key in (keys.Key_Up, keys.Key_K) else 1
            self.ask_place(by) if shift else self.step(by)
        elif key in (keys.Key_Home, keys.Key_End):
            self._pick(self._at, 0 if key == keys.Key_Home else 1 << 30)
        elif key in (keys.Key_PageUp, keys.Key_PageDown) and self.frames:
            page = max(1, self.frames[self._at].view.viewport().height() // PITCH)
            self.step(-page if key == keys.Key_PageUp else page)
        elif keys.Key_1 <= key <= keys.Key_9 and not shift:
            self.ask_stage(key - keys.Key_1)
        elif key in (keys.Key_Return, keys.Key_Enter):
            current = self.current_key()
            if current is not None:
                self.opened.emit(current)
        else:
            return False
        return True
