"""Matches a file of requests against a file of members and writes what would happen to each."""

import csv
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enrollment.match_file.rows import CannotRead, members, requests
from enrollment.match_file.run import Matcher
from enrollment.match_file.scratch import load, scratch_tables

HEADINGS = ("request_id", "decision", "member_id", "candidates")


@contextmanager
def whole_file(path):
    """A CSV writer. The file is there when all of it is written; what stood there before stays where that fails."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", newline="", encoding="utf-8") as file:
            yield csv.writer(file)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        for name in ("members", "requests", "out"):
            parser.add_argument(f"--{name}", type=Path, required=True, metavar="FILE.csv")

    def handle(self, *, members, requests, out, **options):
        try:
            self._match(members, requests, out)
        except (CannotRead, OSError) as wrong:
            raise CommandError(str(wrong)) from wrong

    def _match(self, members_path, requests_path, out):
        today, started = timezone.localdate(), time.perf_counter()
        with whole_file(out) as writer, scratch_tables() as cursor:
            asked = requests(requests_path, today=today)
            on_file = load(cursor, members(members_path, today=today))
            loaded = time.perf_counter()
            counts = Counter()
            writer.writerow(HEADINGS)
            for answer in Matcher(on_file, today=today).answers(asked):
                line = answer.line(on_file)
                counts[line[1]] += 1
                writer.writerow(line)
        matched = time.perf_counter()
        self.stdout.write(
            f"{sum(counts.values()):,} requests against {len(on_file):,} members: {counts['auto']:,} automatic,"
            f" {counts['review']:,} for review, {counts['new']:,} new. Loading {loaded - started:.1f} s,"
            f" matching {matched - loaded:.1f} s."
        )
