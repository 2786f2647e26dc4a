"""Lists as CSV. A cell that begins like a formula gets an apostrophe in front."""

import csv
import re

FORMULA = re.compile(r"^\s*[=+\-@\t\r\n＝＋－＠]")


class _Echo:
    def write(self, text):
        return text


def guarded(value):
    """The text of a cell."""
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) else text


def csv_lines(headings, rows):
    """The lines of a CSV file, after the byte order mark that Excel needs."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([guarded(cell) for cell in row])
