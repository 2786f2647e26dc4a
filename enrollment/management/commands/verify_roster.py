"""Derive every roster line and search word anew and compare."""

from django.core.management import BaseCommand, CommandError

from access import tenancy
from accounts.models import Purchaser
from enrollment.queries.roster.derived import differing_lines
from enrollment.queries.roster.words import differing_words


class Command(BaseCommand):
    help = "Verify the roster lines and search words against coverage and details; fails when any differs."

    def handle(self, **options):
        with tenancy.as_user(None), tenancy.service():
            purchasers = list(Purchaser.objects.order_by("pk"))
        lines = words = 0
        for purchaser in purchasers:
            with tenancy.scope(purchaser):
                lines += len(differing_lines(purchaser))
                words += len(differing_words(purchaser))
        self.stdout.write(f"{len(purchasers)} purchasers, {lines} lines differ, {words} people have other search words")
        if lines or words:
            raise CommandError("roster lines or search words differ from what coverage and details say")
