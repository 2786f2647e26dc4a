"""Matches a file of requests against a file of members and writes what would happen to each."""

import time
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from enrollment.match_file.answer_file import answer_place, whole_file
from enrollment.match_file.refusals import refusals_in_words
from enrollment.match_file.rows import MEMBER_COLUMNS, REQUEST_COLUMNS, in_words, members, requests
from enrollment.match_file.run import Matcher
from enrollment.match_file.scratch import load, scratch_tables

HEADINGS = ("request_id", "decision", "member_id", "candidates")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        answers = f"is written, with the columns {', '.join(HEADINGS)}; what stood there before is replaced"
        files = {"members": f"with {in_words(MEMBER_COLUMNS)}", "requests": f"with {in_words(REQUEST_COLUMNS)}"}
        for name, words in (files | {"out": answers}).items():
            parser.add_argument(f"--{name}", type=Path, required=True, metavar="FILE.csv", help=words)

    def handle(self, *, members, requests, out, **options):
        with refusals_in_words():
            self._match(members, requests, answer_place(out, (members, requests)))

    def _match(self, members_path, requests_path, out):
        today, started = timezone.localdate(), time.perf_counter()
        with whole_file(out) as writer, scratch_tables() as cursor:
            asked = requests(requests_path, today=today)
            on_file = load(cursor, members(members_path, today=today))
            loaded = time.perf_counter()
            counts, request_ids = Counter(), set()
            writer.writerow(HEADINGS)
            for answer in Matcher(on_file, today=today).answers(asked):
                line = answer.line(on_file)
                counts[line[1]] += 1
                request_ids.add(line[0])
                writer.writerow(line)
        matched = time.perf_counter()
        self._warn_of_ids_again("member_id", len(on_file) - len(set(on_file.ids)))
        self._warn_of_ids_again("request_id", counts.total() - len(request_ids))
        self.stdout.write(
            f"{counts.total():,} requests against {len(on_file):,} members: {counts['auto']:,} automatic,"
            f" {counts['review']:,} for review, {counts['new']:,} new. Loading {loaded - started:.1f} s,"
            f" matching {matched - loaded:.1f} s."
        )

    def _warn_of_ids_again(self, column, lines):
        if lines:
            self.stderr.write(f"{lines:,} lines give a {column} that another line has given: each is taken by itself.")
