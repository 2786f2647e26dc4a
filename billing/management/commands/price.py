"""Prices a scenario (a file, or a folder of files) with the statements that cut real bills, on scratch tables."""

import json
import time
from pathlib import Path

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from billing.price.places import Place, places, write
from billing.price.run import price
from billing.price.scenario import read
from billing.price.scratch import scratch_tables
from billing.price.values import BadScenario

BAD_INPUT = 2


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--scenario", type=Path, required=True, metavar="IN", help="a JSON file, or a folder of them"
        )
        parser.add_argument("--out", type=Path, required=True, metavar="OUT", help="where the bills are written")

    def handle(self, *, scenario, out, **options):
        started = time.perf_counter()
        try:
            found = places(scenario, out)
            with scratch_tables() as cursor:
                refused = [words for place in found if (words := self._priced(cursor, place))]
        except (BadScenario, OSError) as wrong:
            raise CommandError(str(wrong), returncode=BAD_INPUT) from None
        except (Error, psycopg.Error) as wrong:
            # Postgres quotes values of the file in its message.
            raise CommandError(f"the database could not go on: {type(wrong).__name__}", returncode=1) from None
        if refused:
            raise CommandError("\n".join(refused), returncode=BAD_INPUT)
        priced = "1 scenario" if len(found) == 1 else f"{len(found):,} scenarios"
        self.stdout.write(f"{priced} priced in {time.perf_counter() - started:.1f} s.")

    def _priced(self, cursor, place: Place) -> str | None:
        """Write the answer of one scenario, or return why it cannot be priced."""
        try:
            answer = price(cursor, read(place.scenario))
        except (BadScenario, OSError) as wrong:
            return f"{place.scenario.name}: {wrong}"
        write(place.out, json.dumps(answer, indent=1, ensure_ascii=False) + "\n")
        return None
