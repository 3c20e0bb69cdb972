"""The monthly report as a PDF, in a process of its own where the file is big; no screen needed.

`python -m salesdesk.jobs.report_job` is that process: it reads a job from its standard input and
answers in one pickle on its standard output, so that drawing never makes the window wait.
"""

import io
import pickle
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from salesdesk.errors import UserError
from salesdesk.jobs import children
from salesdesk.model.calendar import Clock, add_months
from salesdesk.queries import reports as lists
from salesdesk.reports import monthly, sections
from salesdesk.reports.blocks import Report
from salesdesk.session import Session

#: Of a smaller file the report is made sooner than a process begins.
BIG = 32 << 20


@dataclass(frozen=True)
class Job:
    """Which report of which file; without a month it is the last whole one."""

    month: date | None
    hidden: frozenset[str]
    plain: bool
    file: Path | None = None
    clock: Clock | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Paper:
    """A report and its PDF."""

    report: Report
    pdf: bytes
    parts: list[str]
    months: list[date]
    month: date


def paper(session: Session, job: Job) -> Paper:
    """Make it: in a child process if the file is big and a child can be had."""
    db = session.db
    if not _is_big(db.path):
        return make(session, job)
    there = Job(job.month, job.hidden, job.plain, db.path.absolute(), db.clock, db.person_id)
    answer = _of_child(pickle.dumps(there))
    if isinstance(answer, UserError):
        raise answer
    return answer if isinstance(answer, Paper) else make(session, job)


def make(session: Session, job: Job) -> Paper:
    """The monthly report as it will be printed and saved."""
    from salesdesk.reports.pdf import write_pdf

    months = _months(session)
    month = job.month or (months[-2] if len(months) > 1 else months[-1])
    whole = monthly.monthly(session.db, month)
    report = sections.without(whole, job.hidden)
    stream = io.BytesIO()
    write_pdf(report, stream, black_and_white=job.plain)
    return Paper(report, stream.getvalue(), sections.parts(whole), months, month)


def _months(session: Session) -> list[date]:
    """From the month in which the business begins to that of today."""
    last = session.today.replace(day=1)
    month = min(session.read(lists.first_month) or last, last)
    found = []
    while month <= last:
        found.append(month)
        month = add_months(month, 1)
    return found


def _is_big(path: Path) -> bool:
    try:
        return path.stat().st_size > BIG
    except OSError:
        return False


def _of_child(job: bytes) -> object:
    """What the child answers; None where there is none to be had, or where it failed."""
    try:
        child = children.start("salesdesk.jobs.report_job")
    except children.NotStarted:
        return None
    try:
        children.say(child, job)
        answer: object = children.hear(child)
    except children.Ended:
        return None
    finally:
        children.end(child)
    return answer


def main() -> None:
    """Be the child: make the report of the standard input."""
    out = children.begin()
    job = pickle.load(sys.stdin.buffer)
    assert isinstance(job, Job) and job.file is not None
    try:
        from salesdesk.store import files

        # like a window's second connection: the window holds the claim to the file
        opened = files.open_file(job.file, job.clock or Clock(), person_id=job.person_id)
        with Session(opened) as session:
            answer: Paper | UserError = make(session, job)
    except UserError as error:
        answer = error
    pickle.dump(answer, out)
    out.flush()


if __name__ == "__main__":
    from salesdesk.jobs import report_job

    report_job.main()  # by its name, so that what is pickled is known by it
