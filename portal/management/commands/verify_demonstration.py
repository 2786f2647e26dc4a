"""Tell the demonstration's story with two years of bills, then verify its ledger. For a database of its own."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction
from django.utils import timezone

from portal.database import as_owner
from portal.demonstration import story

MONTHS = 24


class Command(BaseCommand):
    help = "Verify the ledger on fresh demonstration data with two years of bills."

    def handle(self, **options):
        if not settings.LOCAL or story.is_told():
            raise CommandError("this fills a database of its own: run make verify-ledger")
        with as_owner():
            story.make_representatives()
        with transaction.atomic():
            story.Story(timezone.now(), months=MONTHS).tell()
        call_command("verify_ledger", recompute=True, stdout=self.stdout)
