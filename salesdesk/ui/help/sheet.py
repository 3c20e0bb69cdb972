"""A page of the help on screen, in the program's own type and colours; it fetches nothing."""

import html

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from salesdesk.model.text import fold
from salesdesk.ui.help.pages import Block, Page, Run
from salesdesk.ui.kit import fonts
from salesdesk.ui.kit.text import tr
from salesdesk.ui.kit.tokens import color, hexa

#: Headings are paragraphs too: Qt would make an <h1> larger than the design has it.
_PLAIN = {"title": "title", "heading": "heading"}


class Sheet(QTextBrowser):
    """Shows one page; a link is only ever the name of another page."""

    page_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFont(fonts.font("body"))
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setAccessibleName(tr("Help page"))
        self.document().setDocumentMargin(24)
        self.anchorClicked.connect(lambda url: self.page_wanted.emit(url.toString()))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is fetched, from nowhere."""
        return None

    def show_page(self, page: Page, marked: str = "") -> None:
        """Show a page, with the words that were searched for marked."""
        self.document().setDefaultStyleSheet(_styles())
        self.setHtml("".join(_block(block) for block in page.blocks))
        self.setAccessibleDescription(page.title)
        self._mark(marked)

    def _mark(self, typed: str) -> None:
        look = QTextCharFormat()
        look.setBackground(color("warn-soft"))
        look.setForeground(color("warn"))
        found = []
        for word in fold(typed).split():
            cursor = QTextCursor(self.document())
            while True:
                cursor = self.document().find(word, cursor, QTextDocument.FindFlag(0))
                if cursor.isNull():
                    break
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = cursor, look
                found.append(mark)
        self.setExtraSelections(found)
        if found:
            start = QTextCursor(self.document())
            start.setPosition(min(m.cursor.selectionStart() for m in found))
            self.setTextCursor(start)
            self.ensureCursorVisible()


def _styles() -> str:
    body, title, heading = fonts.scaled(13), fonts.scaled(20), fonts.scaled(15)
    return f"""
    body, p, li, td {{ color: {hexa("text")}; font-size: {body}px; }}
    p {{ margin-top: 0; margin-bottom: 10px; line-height: 145%; }}
    .title {{ font-size: {title}px; font-weight: 600; margin-bottom: 12px; line-height: 100%; }}
    .heading {{ font-size: {heading}px; font-weight: 600; margin-top: 18px; margin-bottom: 6px; }}
    .near {{ margin-bottom: 5px; }}
    .key-line {{ margin-bottom: 2px; }}
    b {{ font-weight: 600; }}
    a {{ color: {hexa("accent-text")}; text-decoration: none; }}
    .key {{ background-color: {hexa("neutral-soft")}; color: {hexa("text")}; font-weight: 500; }}
    """


def _block(block: Block) -> str:
    inside = "".join(_run(run) for run in block.runs)
    if block.kind in ("point", "step"):
        mark, back = ("•&nbsp;", 14) if block.kind == "point" else (f"{block.number}.&nbsp;", 18)
        style = f"margin-left:22px; text-indent:-{back}px;"
        return f'<p class="near" style="{style}">{mark}&nbsp;{inside}</p>'
    name = "key-line" if block.kind == "key" else _PLAIN.get(block.kind, "")
    return f'<p class="{name}">{inside}</p>'


def _run(run: Run) -> str:
    words = html.escape(run.words)
    if run.kind == "strong":
        # "Open file…." at the end of a sentence reads badly
        return f"<b>{words.removesuffix('…')}</b>"
    if run.kind == "key":
        return f'<span class="key">&nbsp;{words.replace(" ", "&nbsp;")}&nbsp;</span>'
    if run.kind == "link":
        return f'<a href="{html.escape(run.target)}">{words}</a>'
    return words.replace("  ", "&nbsp;&nbsp;")
