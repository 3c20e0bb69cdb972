"""Which parts a report has, and the same report without some of them."""

from dataclasses import replace

from salesdesk.reports.blocks import Block, Heading, Lists, NewPage, Report


def _part(block: Block) -> str:
    """The name of the part that a block begins; empty for one that goes on with it."""
    if isinstance(block, Heading):
        return block.words
    return block.left_title if isinstance(block, Lists) else ""


def parts(report: Report) -> list[str]:
    """The names of the parts, in order."""
    return [name for name in map(_part, report.blocks) if name]


def without(report: Report, hidden: frozenset[str]) -> Report:
    """The report without the parts of these names."""
    kept: list[Block] = []
    part = ""
    for block in report.blocks:
        part = "" if isinstance(block, NewPage) else _part(block) or part
        if part not in hidden:
            kept.append(block)
    return replace(report, blocks=tuple(kept))
