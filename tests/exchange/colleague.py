"""A colleague in a process of its own: changes the shared file at random and exchanges.

Words come in by standard input, one a line, and each is answered by one line:
`work N` makes N changes, `sync` exchanges once, `tell` says what the copy holds.
"""

import hashlib
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from salesdesk.errors import UserError
from salesdesk.session import Session
from salesdesk.store.schema import RECORDS
from tests.exchange.computers import change, new_lead


class Colleague:
    def __init__(self, path: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.session = Session.open(path)
        assert self.session.team is not None
        self.team = self.session.team
        self.acknowledged: list[int] = []

    def work(self, count: int) -> dict[str, Any]:
        for _ in range(count):
            self._something()
            if self.chance.random() < 0.1:
                self.team.sync()
        return {}

    def _something(self) -> None:
        word = f"w{self.chance.randrange(10_000)}"
        keys = [key for (key,) in self.session.db.rows("select id from lead")]
        what = self.chance.random()
        before = self._newest()
        try:
            if what < 0.3 or not keys:
                self.session.do(new_lead, word)
            elif what < 0.9:
                field = self.chance.choice(["town", "phone", "notes", "budget"])
                self.session.do(change, self.chance.choice(keys), **{field: word})
            elif what < 0.95:
                self.session.do(change, self.chance.choice(keys), trashed_at="2026-11-22")
            else:
                self.session.undo()
        except UserError as error:  # an undo of something that a colleague has built on
            assert "since" in str(error) or "again" in str(error), error
        if self._newest() != before:
            self.acknowledged.append(self._newest())

    def _newest(self) -> int:
        seat = self.session.db.seat
        found = self.session.db.value(
            "select max(id) from change where id between ? and ?", (seat << 32, (seat + 1) << 32)
        )
        return int(found or 0)

    def sync(self) -> dict[str, Any]:
        self.team.sync()
        status = self.team.status()
        return {"out": status.waiting_out, "in": status.waiting_in, "problem": str(status.problem)}

    def tell(self) -> dict[str, Any]:
        db = self.session.db
        tables = {
            table: hashlib.sha256(repr(db.rows(f"select * from {table} order by id")).encode())
            for table in RECORDS
        }
        return {
            "tables": {table: made.hexdigest() for table, made in tables.items()},
            "changes": db.rows("select id from change order by id"),
            "acknowledged": self.acknowledged,
            "faults": self.session.check(),
        }


def answer(facts: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> None:
    colleague = Colleague(Path(sys.argv[1]), int(sys.argv[2]))
    jobs: dict[str, Callable[..., dict[str, Any]]] = {
        "work": colleague.work,
        "sync": colleague.sync,
        "tell": colleague.tell,
    }
    answer({})
    for line in sys.stdin:
        word, *numbers = line.split()
        answer(jobs[word](*map(int, numbers)))


if __name__ == "__main__":
    main()
