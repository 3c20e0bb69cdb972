"""The parts that panels are built from, as a person meets them: keys, rows, dialogs, markup."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from salesdesk.errors import UserError
from salesdesk.resources import resource_path
from salesdesk.ui.kit import fonts, icons, theme, tokens
from salesdesk.ui.kit.buttons import Button
from salesdesk.ui.kit.dialogs import Dialog
from salesdesk.ui.kit.fields import Field, line
from salesdesk.ui.kit.labels import Elided, Label
from salesdesk.ui.kit.lists import RowDelegate, RowList
from salesdesk.ui.kit.models import CHUNK, CHUNKS_KEPT, RowsModel, WindowedModel
from salesdesk.ui.kit.toast import Toast


class Plain(RowDelegate):
    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        painter.drawText(option.rect, str(row))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, "light")


def listed(qtbot: QtBot, *names: str) -> RowList:
    model = RowsModel(words=lambda row: str(row[1]))
    rows = RowList(model, Plain(), 36, "People")
    qtbot.addWidget(rows)
    model.set_rows(list(enumerate(names, start=1)))
    return rows


def test_j_and_k_move_and_stop_at_the_ends(qtbot: QtBot) -> None:
    rows = listed(qtbot, "Ann", "Ben", "Cas")
    rows.select_row(0)
    j, k = Qt.Key.Key_J, Qt.Key.Key_K
    for key, expected in ((j, 2), (j, 3), (j, 3), (k, 2), (k, 1), (k, 1)):
        QTest.keyClick(rows, key)
        assert rows.current_key() == expected


def test_enter_opens_the_selected_row(qtbot: QtBot) -> None:
    rows = listed(qtbot, "Ann", "Ben")
    rows.select_key(2)
    with qtbot.waitSignal(rows.activated_key) as opened:
        QTest.keyClick(rows, Qt.Key.Key_Return)
    assert opened.args == [2]


def test_the_last_row_is_chosen_when_the_list_got_shorter(qtbot: QtBot) -> None:
    rows = listed(qtbot, "Ann", "Ben", "Cas")
    rows.rows_model().set_rows([(1, "Ann")])
    rows.select_row(2)
    assert rows.current_key() == 1


def test_a_screen_reader_hears_the_row_and_the_list(qtbot: QtBot) -> None:
    rows = listed(qtbot, "Ann")
    index = rows.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Ann"
    assert rows.accessibleName() == "People"


def test_a_long_list_reads_only_what_is_looked_at() -> None:
    asked: list[tuple[int, int]] = []

    def fetch(offset: int, limit: int) -> Sequence[tuple[int, str]]:
        asked.append((offset, limit))
        return [(n, f"Lead {n}") for n in range(offset, min(offset + limit, 1_000_000))]

    model = WindowedModel()
    model.set_source(1_000_000, fetch)
    assert model.rowCount() == 1_000_000
    assert model.key_at(500_000) == 500_000
    assert model.key_at(500_001) == 500_001
    assert len(asked) == 1 and asked[0][1] == CHUNK
    for chunk in range(CHUNKS_KEPT * 2):
        assert model.key_at(chunk * CHUNK) == chunk * CHUNK
    assert model.key_at(999_999) == 999_999
    assert model.row_at(1_000_000) is None


def test_names_are_never_read_as_markup(qtbot: QtBot) -> None:
    label = Label("<b>Ann</b> & <img src=x>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>Ann</b> & <img src=x>"


def test_a_button_says_its_name_and_has_room_for_its_key(qtbot: QtBot) -> None:
    bare, keyed = Button("Qualify"), Button("Qualify", key="Q")
    qtbot.addWidget(bare)
    qtbot.addWidget(keyed)
    assert keyed.accessibleName() == "Qualify"
    assert keyed.sizeHint().width() > bare.sizeHint().width()
    assert keyed.sizeHint().height() >= 28


def test_a_field_says_what_to_do(qtbot: QtBot) -> None:
    field = Field("Amount", line("5k"))
    qtbot.addWidget(field)
    field.show()
    field.fail("Type the amount in figures.")
    shown = [part.text() for part in field.findChildren(QLabel) if part.isVisible()]
    assert "Type the amount in figures." in shown
    field.fail("")
    shown = [part.text() for part in field.findChildren(QLabel) if part.isVisible()]
    assert "Type the amount in figures." not in shown


def test_a_dialog_stays_open_with_what_is_wrong(qtbot: QtBot) -> None:
    def refuse() -> None:
        raise UserError("This name is taken.", "Choose another.")

    dialog = Dialog("New person", None, "Add", refuse)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.finish()
    assert dialog.isVisible()
    assert dialog.note.text() == "This name is taken. Choose another."


def test_a_dialog_is_as_high_as_its_words_and_says_a_long_title_in_a_tooltip(
    qtbot: QtBot,
) -> None:
    title = "Merge Marlow & Finch (Priya's conflicted copy 2026-10-14, of the fair).salesdesk"
    dialog = Dialog(title, None, "Merge")
    for _ in range(3):
        dialog.body.addWidget(Label("many words that stand in several lines " * 5, wrap=True))
    qtbot.addWidget(dialog)
    dialog.show()
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() == layout.totalHeightForWidth(dialog.width())
    assert dialog.title.width() < dialog.width()
    assert "of the fair" in dialog.title.toolTip()


def test_ctrl_enter_finishes_and_esc_leaves(qtbot: QtBot) -> None:
    done: list[str] = []
    dialog = Dialog("Mark as lost", None, "Mark as lost", lambda: done.append("lost"))
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert done == [] and not dialog.isVisible()
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert done == ["lost"] and not dialog.isVisible()


def test_a_toast_says_what_happened_and_undoes(qtbot: QtBot) -> None:
    undone: list[bool] = []
    host = Label("")
    qtbot.addWidget(host)
    host.resize(600, 400)
    host.show()
    toast = Toast(host, lambda: undone.append(True))
    toast.say("Lead qualified.", undo=True, x=12, bottom=380)
    assert toast.isVisible() and toast.accessibleName() == "Lead qualified."
    QTest.mouseClick(toast.undo, Qt.MouseButton.LeftButton)
    assert undone == [True]
    toast.say("Copy saved.", undo=False, x=12, bottom=380)
    assert not toast.undo.isVisible()


def test_every_icon_that_is_shipped_can_be_drawn() -> None:
    for path in sorted(resource_path("icons").glob("*.svg")):
        assert not icons.pixmap(path.stem, "text", 16).isNull(), path.stem


def test_icons_take_the_colour_of_the_theme(qapp: QApplication) -> None:
    def inks() -> set[str]:
        image = icons.pixmap("sun", "text", 16).toImage()
        dots = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        return {dot.name().upper() for dot in dots if dot.alpha() == 255}

    assert tokens.THEMES["light"]["text"] in inks()
    theme.apply_theme(qapp, "dark")
    assert tokens.THEMES["dark"]["text"] in inks()


def test_text_is_set_in_inter_and_grows_with_the_text_size() -> None:
    try:
        assert fonts.font("body").family() == "Inter"
        plain = fonts.font("body").pixelSize()
        fonts.set_scale(150)
        assert fonts.font("body").pixelSize() > plain
    finally:
        fonts.set_scale(100)


def test_a_line_that_finds_no_room_says_all_of_it_in_its_tooltip(qtbot: QtBot) -> None:
    label = Elided("Call back about the kitchen, after 16:00")
    qtbot.addWidget(label)
    label.show()
    label.resize(60, 20)
    assert label.toolTip() == label.text() == "Call back about the kitchen, after 16:00"
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_the_cross_leaves_but_not_what_was_begun(qtbot: QtBot) -> None:
    dialog = Dialog("Restore the backup", None, "Restore")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.hold(True)
    assert not dialog.cross.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.hold(False)
    qtbot.mouseClick(dialog.cross, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
