"""The menu bar, and every command of the window in one list for keys and palette."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from salesdesk.session import recall, remember
from salesdesk.store import locations
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.panels import Command, Panel
from salesdesk.ui.kit.text import tip, tr
from salesdesk.ui.kit.theme import apply_theme
from salesdesk.ui.merging import commands as merging
from salesdesk.ui.shell import files, looks
from salesdesk.ui.team import commands as team

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

TEXT_SIZES = (90, 100, 110, 125, 150)


def _layout() -> list[tuple[str, list[str]]]:
    """The menus File, Edit and Help: the names of their commands; an empty one is a line."""
    return [
        (
            tr("&File"),
            [
                *(tr("New file…"), tr("Open file…"), ""),
                *(tr("Import…"), tr("Export…"), ""),
                *(tr("Save a copy…"), tr("Back up now"), tr("Backups…")),
                *(
                    tr("Check the file"),
                    tr("Lock with a passphrase…"),
                    tr("Change the passphrase…"),
                    "",
                ),
                *(*team.names(), ""),
                *(*merging.names(), ""),
                *(tr("Close file"), tr("Quit")),
            ],
        ),
        (
            tr("&Edit"),
            [
                *(tr("Undo"), tr("Redo"), tr("History…"), ""),
                *(tr("Search this list"), "", tr("Settings…")),
            ],
        ),
        (tr("&Help"), [tr("Help"), tr("All keys"), tr("What's new"), tr("About SalesDesk")]),
    ]


class Menus:
    """Keys are shown in the menus but caught by `keys.Keys`: a shortcut of Qt's own would
    also fire for letters that are typed into a field."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._panel: list[Command] = []
        self._own = self._window_commands()
        self._by_section: dict[str, QMenu] = {}
        self._fill()

    def all_commands(self) -> list[Command]:
        """What can be done now: first the panel's commands, then the window's."""
        return [*self._panel, *self._own]

    def own_commands(self) -> list[Command]:
        """What can be done in every section."""
        return self._own

    def places(self) -> list[Command]:
        """The sections one can go to, and the lists of those that were open before."""
        window = self._window
        lists = [
            Command(
                f"{s.label}: {view.label}", "", partial(window.open_list, s.id, view.id), view.icon
            )
            for s in window.sections
            for view in window.views_of(s.id)
        ]
        return [*self._go, *lists]

    def show_commands(self, panel: Panel) -> None:
        """Offer the commands of the panel that is open."""
        self._panel = panel.commands()
        here = self._by_section["here"]
        elsewhere = self._window.section().id not in self._by_section
        if elsewhere:
            here.setTitle(f"&{self._window.section().label}")
        here.menuAction().setVisible(elsewhere and bool(self._panel))
        self._window.later(self._fill_sections)

    def _fill_sections(self) -> None:
        open_section = self._window.section().id
        for section, menu in self._by_section.items():
            if section == "here":
                continue
            menu.clear()
            if section == open_section and self._panel:
                self._add_all(menu, self._panel)
            else:
                self._add(menu, self._going[section])
        here = self._by_section["here"]
        here.clear()
        if open_section not in self._by_section:
            self._add_all(here, self._panel)

    def _add_all(self, menu: QMenu, commands: list[Command]) -> None:
        for command in commands:
            self._add(menu, command)

    def _section_menus(self) -> None:
        """Here (Today, Campaigns, Contacts), Lead, Deal, Report: what is done to a record."""
        bar = self._window.menuBar()
        self._by_section["here"] = bar.addMenu("")
        words = {"leads": tr("&Lead"), "deals": tr("&Deal"), "reports": tr("&Report")}
        self._going = dict(zip((s.id for s in self._window.sections), self._go, strict=True))
        for section, title in words.items():
            if section in self._going:
                self._by_section[section] = bar.addMenu(title)

    def _window_commands(self) -> list[Command]:
        window = self._window
        self._go = [
            Command(
                tr("Go to {section}").format(section=s.label),
                f"Ctrl+{n + 1}",
                partial(window.go, s.id),
                s.icon,
            )
            for n, s in enumerate(window.sections)
        ]
        return [
            Command(tr("New record here"), "Ctrl+N", lambda: window.panel().new_record(), "plus"),
            Command(tr("New file…"), "Ctrl+Shift+N", lambda: files.new_file(window), "file-plus"),
            Command(tr("Open file…"), "Ctrl+O", lambda: files.open_file(window), "folder-open"),
            Command(tr("Import…"), "Ctrl+I", lambda: files.import_file(window, None), "upload"),
            Command(tr("Export…"), "", lambda: files.export(window), "download"),
            Command(tr("Save a copy…"), "", lambda: files.save_copy(window), "copy"),
            Command(tr("Back up now"), "", lambda: files.back_up(window), "archive"),
            Command(tr("Backups…"), "", lambda: files.backups(window), "history"),
            Command(tr("Check the file"), "", lambda: files.check(window), "shield-check"),
            Command(tr("Lock with a passphrase…"), "", lambda: files.lock(window), "shield-check"),
            Command(tr("Change the passphrase…"), "", self._new_passphrase, "shield-check"),
            *team.commands(window),
            *merging.commands(window),
            Command(tr("Close file"), "Ctrl+W", lambda: window.file_wanted.emit(None), "x"),
            Command(tr("Quit"), "Ctrl+Q", QApplication.closeAllWindows, "log-out"),
            Command(tr("Undo"), "Ctrl+Z", window.undo, "undo-2"),
            Command(tr("Undo"), "Z", window.undo, "undo-2"),
            Command(tr("Redo"), "Ctrl+Shift+Z", window.redo, "redo-2"),
            Command(tr("History…"), "Ctrl+H", self._history, "history"),
            Command(tr("Settings…"), "Ctrl+,", window.open_settings, "settings"),
            Command(tr("Search or run a command"), "Ctrl+K", window.open_palette, "search"),
            Command(tr("Search this list"), "/", lambda: window.panel().search(), "search"),
            Command(tr("Pin this list, or take the pin out"), "", window.pin, "pin"),
            Command(tr("Next pane"), "F6", self._next_pane, "arrow-right"),
            *self._go,
            Command(tr("All keys"), "?", self._shortcuts, "keyboard"),
            Command(tr("Help"), "F1", self._help, "circle-help"),
            Command(tr("What's new"), "", self._whats_new, "sparkles"),
            Command(tr("About SalesDesk"), "", self._about, "info"),
        ]

    def _fill(self) -> None:
        named: dict[str, Command] = {}
        for command in self._own:
            named.setdefault(command.label, command)
        file, edit, helping = _layout()
        for title, labels in (file, edit):
            self._menu(title, [named[w] if w else None for w in labels])
        self._window.later(self._recent_menu)
        view = self._window.menuBar().addMenu(tr("&View"))
        self._window.later(lambda: self._view_menu(view))
        self._menu(tr("&Go"), [*self._go, None, named[tr("Search or run a command")]])
        self._section_menus()
        self._menu(helping[0], [named[w] if w else None for w in helping[1]])

    def _menu(self, title: str, commands: list[Command | None]) -> QMenu:
        menu = self._window.menuBar().addMenu(title)
        self._window.later(lambda: self._fill_menu(menu, commands))
        return menu

    def _fill_menu(self, menu: QMenu, commands: list[Command | None]) -> None:
        for command in commands:
            if command is None:
                menu.addSeparator()
            else:
                self._add(menu, command)

    def _add(self, menu: QMenu, command: Command) -> QAction:
        # the key stands behind a tab: shown at the right, without being Qt's own shortcut
        shown = command.key.replace("+", " ")
        entry = menu.addAction(f"{command.label}\t{shown}" if shown else command.label)
        entry.setEnabled(command.enabled)
        entry.triggered.connect(lambda _=False: command.slot())
        return entry

    def _recent_menu(self) -> None:
        menu = self._window.menuBar().actions()[0].menu()
        recent = QMenu(tr("Open recent"), self._window)
        self._fill_recent(recent)
        recent.aboutToShow.connect(lambda: self._fill_recent(recent))  # a share comes and goes
        recent.setEnabled(not recent.isEmpty())
        if isinstance(menu, QMenu):
            menu.insertMenu(menu.actions()[2], recent)

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        recent = files.recent()
        names = [path.name for path in recent]
        for path in recent:
            # a shared file and the copy that stayed behind have one name
            hint = str(path.parent) if names.count(path.name) > 1 else ""
            if locations.is_away(path):
                hint = tr("share is away, opens the copy here")
            entry = menu.addAction(f"{path.name}\t{hint}" if hint else path.name)
            entry.setToolTip(tip(str(path)))
            entry.triggered.connect(lambda _=False, p=path: self._window.file_wanted.emit(p))

    def _view_menu(self, menu: QMenu) -> None:
        self._choices(
            menu,
            tr("Colours"),
            [(tr("As the system"), "system"), (tr("Light"), "light"), (tr("Dark"), "dark")],
            str(recall().get("theme", "system")),
            self._set_theme,
        )
        self._choices(
            menu,
            tr("Text size"),
            [(f"{size} %", str(size)) for size in TEXT_SIZES],
            str(recall().get("text_size", 100)),
            self._set_text_size,
        )
        self._switch(menu, tr("High contrast"), "contrast")
        self._switch(menu, tr("Compact rows"), "compact")
        self._switch(menu, tr("Single-letter keys"), "letters")
        menu.addSeparator()
        named = {c.label: c for c in self._own}
        self._add(menu, named[tr("Pin this list, or take the pin out")])
        self._add(menu, named[tr("Next pane")])

    def _choices(
        self,
        menu: QMenu,
        title: str,
        options: list[tuple[str, str]],
        current: str,
        slot: Callable[[str], None],
    ) -> None:
        inner = menu.addMenu(title)
        group = QActionGroup(inner)
        for words, value in options:
            entry = inner.addAction(words)
            entry.setCheckable(True)
            entry.setChecked(value == current)
            group.addAction(entry)
            entry.triggered.connect(lambda _=False, v=value: slot(v))

    def _switch(self, menu: QMenu, words: str, name: str) -> None:
        """Something that is on or off on this computer; the window is made anew with it."""
        entry = menu.addAction(words)
        entry.setCheckable(True)
        entry.setChecked(looks.is_on(name))

        def turned(now: bool) -> None:
            looks.turn(name, now)
            self._set_theme(str(recall().get("theme", "system")))

        entry.triggered.connect(turned)

    def _set_theme(self, name: str) -> None:
        remember("theme", name)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, name)
        self._window.file_wanted.emit(self._window.session)

    def _set_text_size(self, percent: str) -> None:
        remember("text_size", int(percent))
        fonts.set_scale(int(percent))
        self._set_theme(str(recall().get("theme", "system")))

    def _next_pane(self) -> None:
        from salesdesk.ui.shell import panes

        panes.go_on(self._window)

    def _new_passphrase(self) -> None:
        from salesdesk.ui.shell.locking import ask_anew

        ask_anew(self._window)

    def _history(self) -> None:
        from salesdesk.ui.shell.history import HistoryDialog

        self._window.dialog(HistoryDialog(self._window))

    def _shortcuts(self) -> None:
        from salesdesk.ui.shell.help import ShortcutsDialog

        self._window.dialog(ShortcutsDialog(self._window))

    def _help(self) -> None:
        from salesdesk.ui.help.window import show_help

        show_help(self._window)

    def _whats_new(self) -> None:
        from salesdesk.ui.shell.help import TextDialog, changelog

        self._window.dialog(TextDialog(self._window, tr("What's new"), changelog()))

    def _about(self) -> None:
        from salesdesk.ui.shell.help import TextDialog, about

        self._window.dialog(TextDialog(self._window, tr("About SalesDesk"), about()))
