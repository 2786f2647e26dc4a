"""Recompute every seal over the activity record."""

from django.core.management import BaseCommand, CommandError

from access import tenancy
from accounts.services import sealing


class Command(BaseCommand):
    help = "Verify the activity record; fails when a sealed row was changed, added or taken away."

    def handle(self, **options):
        with tenancy.as_user(None), tenancy.service():
            verdict = sealing.verify()
        self.stdout.write(f"{verdict.seals} seals over {verdict.rows} rows, {verdict.unsealed} rows not sealed yet")
        if verdict.broken:
            raise CommandError(f"seals that do not fit their rows: {', '.join(map(str, verdict.broken))}")
