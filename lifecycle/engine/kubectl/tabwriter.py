"""Text in columns, aligned as kubectl aligns it.

A cell ends with a tab; what follows the last tab of a line belongs to no column. A column
is as wide as the widest of its cells in consecutive lines, so that a line without the cell
begins a new alignment.

Mirrors Go's text/tabwriter with blanks for padding.
"""

from collections.abc import Sequence


def align(text: str, *, least: int = 0, padding: int = 2) -> str:
    """The text with its tabs replaced by blanks."""
    lines = [line.split("\t") for line in text.split("\n")]
    out: list[str] = []
    _format(lines, 0, len(lines), [], out, least, padding)
    return "\n".join(out)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as `kubectl get` prints them."""
    return align("\n".join("\t".join(row) for row in rows), least=6, padding=3)


def _format(
    lines: list[list[str]],
    start: int,
    end: int,
    widths: list[int],
    out: list[str],
    least: int,
    padding: int,
) -> None:
    column, line = len(widths), start
    while line < end:
        if column >= len(lines[line]) - 1:
            line += 1
            continue
        out.extend(_line(cells, widths) for cells in lines[start:line])
        start, width = line, least
        while line < end and column < len(lines[line]) - 1:
            width = max(width, len(lines[line][column]) + padding)
            line += 1
        _format(lines, start, line, [*widths, width], out, least, padding)
        start = line
    out.extend(_line(cells, widths) for cells in lines[start:end])


def _line(cells: list[str], widths: list[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, widths)]
    return "".join([*padded, *cells[len(widths) :]])
