"""Light and dark: the palette and the one stylesheet, both made from the tokens."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from salesdesk.resources import resource_path
from salesdesk.ui.kit import fonts, tokens
from salesdesk.ui.kit.tokens import color, hexa, theme


def apply_theme(app: QApplication, name: str = "system") -> None:
    """Dress the whole program; `system` follows the desktop."""
    if name == "system":
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        name = "dark" if dark else "light"
    tokens.set_theme(name)
    fonts.load()
    app.setStyle("Fusion")
    app.setPalette(_palette())
    app.setFont(fonts.font("body"))
    app.setStyleSheet(_stylesheet())


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: "surface",
        role.Base: "surface",
        role.AlternateBase: "surface-2",
        role.Button: "surface",
        role.ToolTipBase: "tip",
        role.ToolTipText: "on-tip",
        role.WindowText: "text",
        role.Text: "text",
        role.ButtonText: "text",
        role.BrightText: "on-accent",
        role.PlaceholderText: "text-3",
        role.Highlight: "accent",
        role.HighlightedText: "on-accent",
        role.Link: "accent-text",
        role.Mid: "border-strong",
        role.Midlight: "border",
        role.Dark: "border-strong",
        role.Light: "surface",
        role.Shadow: "border-strong",
    }
    for which, token in pairs.items():
        palette.setColor(which, color(token))
    off = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(off, which, color("text-3"))
    return palette


def _stylesheet() -> str:
    return _fields_style() + _menus_style() + _views_style() + _choices_style()


def _fields_style() -> str:
    t = hexa
    h = fonts.scaled(32)
    return f"""
    QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox {{
        background: {t("surface")}; border: 1px solid {t("field")}; border-radius: 6px;
        padding: 0 9px; color: {t("text")};
        placeholder-text-color: {t("text-3")};
        selection-background-color: {t("accent")}; selection-color: {t("on-accent")}; }}
    QLineEdit, QComboBox, QDateEdit, QSpinBox {{ min-height: {h - 2}px; }}
    QDateEdit, QSpinBox {{ max-height: {h - 2}px; }}
    QPlainTextEdit {{ padding: 5px 5px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {{
        border: 2px solid {t("accent")}; padding: 0 8px; }}
    QPlainTextEdit:focus {{ padding: 4px 4px; }}
    *[failed="true"] {{ border: 1px solid {t("bad")}; }}
    QLineEdit:disabled, QComboBox:disabled {{ color: {t("text-3")};
        border-color: {t("border-strong")}; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 26px; }}
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{_file(f"chevron-{theme()}")}");
        width: 14px; height: 14px; }}
    QComboBox QAbstractItemView {{ background: {t("surface")};
        border: 1px solid {t("border-strong")}; selection-background-color: {t("selection")};
        selection-color: {t("text")}; outline: none; padding: 4px; }}
    """


def _menus_style() -> str:
    t = hexa
    return f"""
    QMenuBar {{ background: {t("chrome")}; color: {t("text")}; padding: 1px 6px;
        border-bottom: 1px solid {t("border")}; }}
    QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
    QMenuBar::item:selected {{ background: {t("hover")}; }}
    QMenuBar::item:disabled {{ color: {t("text-3")}; }}
    QMenu {{ background: {t("surface")}; border: 1px solid {t("border-strong")}; padding: 4px; }}
    QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; color: {t("text")}; }}
    QMenu::item:selected {{ background: {t("selection")}; }}
    QMenu::item:disabled {{ color: {t("text-3")}; }}
    QMenu::separator {{ height: 1px; background: {t("border")}; margin: 4px 8px; }}
    """


def _views_style() -> str:
    t = hexa
    return f"""
    QScrollArea {{ border: none; background: transparent; }}
    QTableView, QListView {{ border: none; }}
    QTableView {{ background: {t("surface")}; border: none; outline: none;
        gridline-color: {t("border")}; selection-background-color: transparent; }}
    QHeaderView {{ background: {t("surface")}; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {t("border-strong")}; border-radius: 4px; margin: 1px; }}
    QScrollBar::handle:vertical {{ min-height: 28px; }}
    QScrollBar::handle:horizontal {{ min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {t("field")}; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: none; width: 0; height: 0; }}
    QSplitter::handle {{ background: {t("border")}; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    QSplitter::handle:vertical {{ height: 1px; }}
    QToolTip {{ background: {t("tip")}; color: {t("on-tip")}; border: none; padding: 4px 8px; }}
    """


def _choices_style() -> str:
    t = hexa
    return f"""
    QTabWidget::pane {{ border: none; border-top: 1px solid {t("border")}; }}
    QTabBar::tab {{ padding: 7px 14px; color: {t("text-2")}; border: none;
        border-bottom: 2px solid transparent; background: transparent; }}
    QTabBar::tab:selected {{ color: {t("text")}; border-bottom: 2px solid {t("accent")}; }}
    QTabBar::tab:selected:focus {{ color: {t("accent-text")}; border: 2px solid {t("accent")};
        border-radius: 4px; padding: 5px 12px; }}
    QProgressBar {{ background: {t("track")}; border: none; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {t("accent")}; border-radius: 3px; }}
    QCheckBox, QRadioButton {{ spacing: 8px; min-height: 28px; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px;
        border: 1px solid {t("field")}; background: {t("surface")}; border-radius: 4px; }}
    QRadioButton::indicator {{ border-radius: 8px; }}
    QCheckBox::indicator:checked {{ background: {t("accent")}; border-color: {t("accent")};
        image: url("{_file("tick")}"); }}
    QRadioButton::indicator:checked {{ border: 4px solid {t("accent")}; width: 8px; height: 8px; }}
    QCheckBox:focus, QRadioButton:focus {{ color: {t("accent-text")}; }}
    QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ width: 12px; height: 12px;
        border: 2px solid {t("accent")}; }}
    QCheckBox::indicator:checked:focus {{ border-color: {t("text")}; }}
    QRadioButton::indicator:checked:focus {{ border: 4px solid {t("text")}; width: 8px;
        height: 8px; }}
    """


def _file(name: str) -> str:
    """A small picture as a path: stylesheets take no pixmaps."""
    return resource_path(f"{name}.svg").as_posix()
