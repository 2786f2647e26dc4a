"""Derive every roster line anew and compare."""

from django.core.management import BaseCommand, CommandError

from access import tenancy
from accounts.models import Purchaser
from enrollment.queries.roster.derived import differing_lines


class Command(BaseCommand):
    help = "Verify the roster lines against coverage and details; fails when any differs."

    def handle(self, **options):
        with tenancy.as_user(None), tenancy.service():
            purchasers = list(Purchaser.objects.order_by("pk"))
        differing = 0
        for purchaser in purchasers:
            with tenancy.scope(purchaser):
                differing += len(differing_lines(purchaser))
        self.stdout.write(f"{len(purchasers)} purchasers, {differing} lines differ")
        if differing:
            raise CommandError("roster lines differ from what coverage and details say")
