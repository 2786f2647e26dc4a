"""Create the tour's company, once."""

from django.core.management import BaseCommand
from django.db import transaction
from django.utils import timezone

from portal.demonstration import sandbox


class Command(BaseCommand):
    help = "Make the sample company of the tour, unless it is there."

    def handle(self, **options):
        if sandbox.is_there():
            return
        with transaction.atomic():
            sandbox.Sandbox(timezone.now()).tell()
        self.stdout.write("The sample company of the tour is ready.")
