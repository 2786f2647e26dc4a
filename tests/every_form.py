"""The form classes of the portal, and what each needs: for tests that hold of all of them. New forms fail until listed."""

import importlib
import re
from pathlib import Path

from django import forms

from access.admission import Admission
from access.models import Grant
from tests.factories import TODAY, applicant

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("accounts", "access", "enrollment", "billing", "portal")
# Base classes never shown alone, and the admin's own action form.
PARTS = {
    "AssignForm",
    "RegisterForm",
    "PersonForm",
    "PasskeyAnswer",
    "PlainForm",
    "PortalForm",
    "AddressFields",
    "PlaceFields",
    "SetupForm",
}


def every_form():
    """The form classes of the portal's own modules."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if re.search(r"^class \w+\(.*Form\b", path.read_text(), re.MULTILINE):
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    waiting, found = [forms.BaseForm], {}
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.split(".")[0] in PACKAGES:
                found[form.__name__] = form
    return found


def options_of(employer, request):
    """The arguments each form needs."""
    own = Admission.of(Grant.objects.get(user=employer.administrator))
    day = {"today": TODAY}
    signed_in = {"user": employer.administrator}
    return {
        "AddEmailForm": signed_in,
        "AddPasskeyForm": signed_in,
        "AnswerForm": day,
        "AnsweredPersonForm": day | {"applicant": applicant()},
        "CallBackForm": day,
        "ChangePasswordForm": signed_in,
        "CorrectForm": day | {"asks": ["namesake"], "may_move": [("1", "Ben")]},
        "DelegationForm": {"zone": employer.purchaser.zone},
        "DependentForm": day | {"asks": ["namesake"]},
        "EmployeeForm": day | {"units": [employer.unit], "offerings": [employer.offering]},
        "EndForm": day | {"relationship": "18", "ask": ("attested", "earlier", "earlier_reason")},
        "EventForm": day,
        "NewAccessForm": {"own": own, "units": [employer.unit]},
        "RecordForm": day | {"verbs": [], "people": []},
        "ReverseForm": day,
        "StandingForm": {"own": own, "units": [employer.unit]},
        "AuthenticateForm": signed_in,
        "ReauthenticateByCodeForm": signed_in,
        "ReauthenticateByPasskeyForm": signed_in,
        "ReauthenticateForm": signed_in,
        "ActivateForm": signed_in,
        "BillingStartForm": {},
        "ClosureForm": {},
        "CobraForm": {},
        "ContactForm": {},
        "ContractForm": {},
        "DeliveryForm": {},
        "GroupAddressForm": {},
        "GroupNameForm": {},
        "InvitationForm": {},
        "JoinForm": {},
        "LastDayForm": {},
        "NewGroupForm": {"representatives": [("1", "Robin")]},
        "OfferForm": {"plans": [("1", "Gold HMO")]},
        "PlanForm": {},
        "RateForm": {},
        "ReleaseForm": {},
        "ReasonForm": {},
        "RulesForm": {},
        "SizeForm": {},
        "UnitForm": {},
        "UnitNameForm": {},
        "UnitPlaceForm": {},
        "ZoneForm": {},
        "CodeForm": {},
        "FillInForm": {},
        "LastFourForm": {},
        "LoginByPasskeyForm": {},
        "LoginForm": {"request": request},
        "PeriodForm": {},
        "RegisterDocumentForm": {},
        "ReplyForm": {},
        "RequestForm": {},
        "ResetPasswordForm": {},
        "ResetPasswordKeyForm": signed_in,
        "SignupForm": {},
        "StatusForm": {},
    }
