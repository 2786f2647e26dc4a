"""Check postings, bills, lines and allocations of all purchasers; with --recompute, price every month anew."""

from django.core.management import BaseCommand, CommandError

from access import tenancy
from accounts.models import Purchaser
from billing.models import Bill, Posting
from billing.queries.verify import differently_priced, wrong_rows


class Command(BaseCommand):
    help = "Verify the ledger and the bills; fails with the rows that are wrong."

    def add_arguments(self, parser):
        parser.add_argument("--recompute", action="store_true", help="also price every month of every enrollment anew")

    def handle(self, *, recompute, **options):
        with tenancy.as_user(None), tenancy.service():
            purchasers = list(Purchaser.objects.order_by("pk"))
            counts = f"{Posting.objects.count()} postings, {Bill.objects.count()} bills"
        wrong = []
        for purchaser in purchasers:
            with tenancy.scope(purchaser):
                wrong += wrong_rows(purchaser)
                wrong += differently_priced(purchaser) if recompute else ()
        for each in wrong:
            self.stdout.write(str(each))
        self.stdout.write(f"{len(purchasers)} purchasers, {counts}, {len(wrong)} rows are wrong")
        if wrong:
            raise CommandError("the ledger or a bill contradicts itself")
