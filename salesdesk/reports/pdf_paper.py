"""The canvas that reports are drawn on: it says each thing once, and text in few bytes."""

from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from salesdesk.reports import pdf_text

# compressed pages as text would be a quarter larger and take twice as long
rl_config.useA85 = 0

#: What must not stand as it is in the text of a PDF.
_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), *b"()\\", *range(127, 256))}
MOST_KEPT = 5000


class Paper(Canvas):
    """A canvas that writes no colour or line that is set already, and knows words again."""

    def __init__(self, target: BinaryIO) -> None:
        self._forget()
        self._spelt: dict[tuple[str, bool], list[tuple[str, str]]] = {}
        pdf_text.load()
        super().__init__(
            target,
            pagesize=A4,
            invariant=1,
            pageCompression=1,
            # else a font that is not embedded is named
            initialFontName=pdf_text.REGULAR,  # type: ignore[arg-type]
        )

    def _forget(self) -> None:
        """What is set is not known: at the beginning of a page, and after `restoreState`."""
        self._fill: Color | None = None
        self._stroke: Color | None = None
        self._wide: float | None = None

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        """Fill with this colour from here on."""
        if aColor is not self._fill:
            super().setFillColor(aColor, alpha)
            self._fill = aColor

    def setStrokeColor(self, aColor: Any, alpha: float | None = None) -> None:
        """Draw lines in this colour from here on."""
        if aColor is not self._stroke:
            super().setStrokeColor(aColor, alpha)
            self._stroke = aColor

    def setLineWidth(self, width: float) -> None:
        """Draw lines of this width from here on."""
        if width != self._wide:
            super().setLineWidth(width)
            self._wide = width

    def restoreState(self) -> None:
        """Go back to what was set at `saveState`."""
        super().restoreState()
        self._forget()

    def showPage(self) -> None:
        """End the page."""
        super().showPage()
        self._forget()

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line."""
        self.addLiteral(f"n {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def say(self, x: float, y: float, words: str, size: float, *, strong: bool = False) -> None:
        """Write one line of text with its base line at `y`."""
        shown = " ".join(
            [f"{font} {size:.4g} Tf ({text}) Tj" for font, text in self._spell(words, strong)]
        )
        self.addLiteral(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET")

    def _spell(self, words: str, strong: bool) -> list[tuple[str, str]]:
        """(Name of the font in the file, letters as codes of that font), run by run."""
        found = self._spelt.get((words, strong))
        if found is None:
            found = []
            document = self._doc  # type: ignore[attr-defined]
            for name, run in pdf_text.runs(words, strong=strong):
                font: Any = pdfmetrics.getFont(name)
                for subset, codes in font.splitString(run, document):
                    inside = font.getSubsetInternalName(subset, document)
                    found.append((inside, codes.decode("latin-1").translate(_ESCAPES)))
            if len(self._spelt) >= MOST_KEPT:
                self._spelt.clear()
            self._spelt[words, strong] = found
        return found
