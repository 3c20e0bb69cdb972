"""One point of the checklist, written where it stands: a colleague's words are never run over."""

from typing import TYPE_CHECKING

from salesdesk.actions import leads
from salesdesk.actions.edits import Clash as Raced
from salesdesk.actions.edits import guarded
from salesdesk.model.edits import joined, same
from salesdesk.queries import edits as queries
from salesdesk.ui.kit import authors
from salesdesk.ui.kit.conflicts import Clash, ConflictDialog, Pick
from salesdesk.ui.kit.edits import TRIES
from salesdesk.ui.kit.text import tr
from salesdesk.ui.leads.words import POINTS

if TYPE_CHECKING:
    from salesdesk.ui.leads.panel import LeadsPanel


def write(panel: "LeadsPanel", key: int, point: str, ok: bool, words: str) -> None:
    """Write a tick or the words of a point; where both wrote words, ask which stay."""
    base = panel.reading.checklist.base(point)
    for _ in range(TRIES):
        now = panel.session.read(queries.row, "lead", key)
        stored = str((now or {}).get(point) or "")
        typed = None if same(words, base) else words
        if now is not None and typed is not None:
            ok = bool(now[f"{point}_ok"])  # only the words were changed
            if not same(stored, base) and not same(stored, typed):
                _ask(panel, key, point, typed, base)
                return
        try:
            read = guarded(leads.tick, lambda db: queries.row(db, "lead", key), {point: stored})
            panel.session.do(read, key, point, ok, typed)
            return
        except Raced:
            continue


def _ask(panel: "LeadsPanel", key: int, point: str, typed: str, base: str) -> None:
    session, checklist = panel.session, panel.reading.checklist
    now = session.read(queries.row, "lead", key) or {}
    stored, name = str(now.get(point) or ""), str(now.get("name") or "")
    found = session.read(queries.authors, [("lead", key)], 0)
    who = authors.who(session.db, authors.of_field(found, point))

    def settle(picks: dict[str, Pick]) -> None:
        pick = picks[point]
        if pick == "theirs":
            return
        words = joined(stored, typed) if pick == "both" else typed
        ok = bool(now.get(f"{point}_ok"))
        careful = guarded(leads.tick, lambda db: queries.row(db, "lead", key), {point: stored})
        session.do(careful, key, point, ok, words.replace("\n\n", "; "))

    said = tr("{name}. You both wrote this. Pick what to keep. Nothing is saved yet.")
    dialog = ConflictDialog(
        panel,
        who.during(tr("lead")),
        said.format(name=name),
        [Clash(point, tr(POINTS[point]), base, typed, stored, may_keep_both=True)],
        authors.me(session),
        who.side(session),
        [],
        settle,
    )
    dialog.rejected.connect(lambda: checklist.go_on(point, typed, base))
    panel.shell.dialog(dialog)
