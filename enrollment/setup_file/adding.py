"""Add what a set-up file has and the database lacks, through the services. What is on file stays as it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import services as verbs
from accounts.models import Contact, Purchaser, Representative, User
from accounts.services import CannotSetUp, NothingToChange
from enrollment import services
from enrollment.models import Plan
from enrollment.setup_file.reading import Block, Problem
from enrollment.setup_file.units import add_units

PLACE = ("street", "city", "state", "street2")


@dataclass
class Run:
    """Who adds, when and why; what was added, what was left as it is, and what was refused."""

    by: User
    at: datetime
    reason: str
    # The verb that opens a group: it lies above, where a plan's rates are known.
    opens: Callable[..., Any]
    added: list[str] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def given(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at, "reason": self.reason}

    def add(self, what: str, line: int, verb: Callable[..., Any], /, **facts: Any) -> Any:
        """Call a verb; None where it had nothing to change or was refused, with the line of the file."""
        try:
            with transaction.atomic():
                made = verb(**facts, **self.given)
        except NothingToChange:
            return None
        except services.NotComplete as refusal:
            if refusal.can_wait:
                self.left += [
                    Problem(line, f"{words} Then repeat this file to open the group.") for words in refusal.missing
                ]
            else:
                self.problems += [Problem(line, words) for words in refusal.missing]
            return None
        except CannotSetUp as refusal:
            self.problems += [Problem(line, text) for text, _field in refusal.problems]
            return None
        self.added.append(what)
        return made

    def differs(self, line: int, what: str, now: object) -> None:
        """Something on file is different from the file, and stays."""
        self.left.append(Problem(line, f"{what} on file is {now!r} and stays. Change it at the desk."))


def add_file(file: Block, run: Run) -> None:
    """Add everything that a file has and the database lacks; refusals are collected in the run."""
    for plan in file["plans"] or []:
        _add_plan(plan, run)
    for group in file["groups"] or []:
        _add_group(group, run)


def _add_plan(plan: Block, run: Run) -> None:
    now = Plan.objects.filter(code=plan["code"]).first()
    facts = {
        "name": plan["name"],
        "line": plan["line"],
        "product": plan["product"] or "",
        "is_medicare": bool(plan["medicare"]),
    }
    if now is None:
        run.add(f"plan {plan['code']}", plan.line, services.add_plan, code=plan["code"], **facts)
        return
    for key, value in facts.items():
        if getattr(now, key) != value:
            run.differs(plan.line, f"{key} of plan {now.code}", getattr(now, key))


def _add_group(block: Block, run: Run) -> None:
    purchaser = Purchaser.objects.numbered(block["id"]) or _new(block, run)
    if purchaser is None:
        return
    _compare(purchaser, block, run)
    _add_contract(purchaser, block, run)
    of = {"purchaser": purchaser}
    for size in block["sizes"] or []:
        facts = {"employees": size["employees"], "effective_on": size["from"]}
        if not purchaser.sizes.filter(**facts).exists():
            run.add(_of(purchaser, f"{facts['employees']} employees"), size.line, verbs.set_size, **of, **facts)
    for key, kind in (("addresses", "business"), ("mailing_addresses", "mailing")):
        for address in block[key] or []:
            _add_address(purchaser, kind, address, run)
    for bill in block["bills"] or []:
        facts = {"way": bill["delivery"], "effective_on": bill["from"]}
        if not purchaser.bill_deliveries.filter(**facts).exists():
            run.add(_of(purchaser, f"bills: {facts['way']}"), bill.line, verbs.set_bill_delivery, **of, **facts)
    for contact in block["contacts"] or []:
        facts = {"role": contact["role"], "name": contact["name"]}
        facts |= {"email": contact["email"] or "", "phone": contact["phone"] or ""}
        # One who was removed at the desk stays removed.
        if not Contact.objects.filter(**of, **facts).exists():
            run.add(_of(purchaser, f"contact {facts['name']}"), contact.line, verbs.add_contact, **of, **facts)
    add_units(purchaser, block, run)
    if block["open"] and not purchaser.is_open:
        run.add(_of(purchaser, "open for enrollment"), block.line_of("open"), run.opens, **of)


def _of(purchaser: Purchaser, what: str) -> str:
    return f"{purchaser.number}: {what}"


def _new(block: Block, run: Run) -> Purchaser | None:
    contract, sizes = block["contract"], block["sizes"] or []
    email = (block["representative"] or "").lower()
    representative = Representative.objects.filter(user__email=email, user__is_active=True).first()
    if representative is None:
        run.problems.append(Problem(block.line_of("representative"), f"no representative has the address {email!r}"))
    if representative is None or not sizes:
        return None
    first = min(sizes, key=lambda size: size["from"])
    made: Purchaser | None = run.add(
        f"{block['id']}: group {block['name']}",
        block.line,
        verbs.add_purchaser,
        number=block["id"],
        name=block["name"],
        time_zone=block["time_zone"],
        representative=representative,
        employees=first["employees"],
        contract_starts_on=contract["from"],
        contract_ends_on=contract["through"],
        contract_number=contract["number"] or "",
        plan_year_starts_on=contract["plan_year_from"],
    )
    return made


def _compare(purchaser: Purchaser, block: Block, run: Run) -> None:
    names = (purchaser.name, *purchaser.former_names)
    if block["name"] not in names:
        run.differs(block.line_of("name"), f"name of {purchaser.number}", purchaser.name)
    if block["time_zone"] != purchaser.time_zone:
        run.differs(block.line_of("time_zone"), f"time_zone of {purchaser.number}", purchaser.time_zone)


def _add_contract(purchaser: Purchaser, block: Block, run: Run) -> None:
    contract = block["contract"]
    facts = {"ends_on": contract["through"], "number": contract["number"] or ""}
    facts |= {"plan_year_starts_on": contract["plan_year_from"] or contract["from"]}
    if purchaser.contract_periods.filter(effective_on=contract["from"], **facts).exists():
        return
    what = _of(purchaser, f"contract from {contract['from']}")
    run.add(what, contract.line, verbs.record_contract, purchaser=purchaser, starts_on=contract["from"], **facts)


def _add_address(purchaser: Purchaser, kind: str, address: Block, run: Run) -> None:
    facts = {key: address[key] or "" for key in PLACE} | {"zip_code": address["zip"]}
    facts |= {"kind": kind, "effective_on": address["from"]}
    if not purchaser.addresses.filter(**facts).exists():
        what = _of(purchaser, f"{kind} address from {address['from']}")
        run.add(what, address.line, verbs.set_address, purchaser=purchaser, **facts)
