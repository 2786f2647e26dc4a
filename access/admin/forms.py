"""Forms of the representatives' desk: received documents, and days on which the carrier is closed."""

from django import forms
from django.utils.translation import gettext_lazy

from access.models import AccessDocument, AccessRequest
from access.privileges import Privilege
from access.rules.standing import LAST_END
from accounts.forms import DateField, EmailField, FiguresField, LineField, NameField, OwnWords, PhoneField, PortalForm


class RegisterDocumentForm(PortalForm):
    """A received fax, letter or upload, registered by a representative."""

    file = forms.FileField(label=gettext_lazy("File (PDF, TIFF, PNG or JPEG, up to 10 MB)"))
    kind = forms.ChoiceField(label=gettext_lazy("Received by"), choices=AccessDocument.Kind)
    reference = FiguresField(
        label=gettext_lazy("Reference (type it, or scan the QR code)"), max_length=20, required=False
    )


class FillInForm(OwnWords, forms.ModelForm):
    """A request's fields as read from the paper form, and the call-back."""

    class Meta:
        model = AccessRequest
        fields = [
            "purchaser_number",
            "requester_name",
            "requester_email",
            "requester_phone",
            "officer_name",
            "privileges",
            "call_back",
        ]
        widgets = {"call_back": forms.Textarea({"rows": 2})}

    privileges = forms.MultipleChoiceField(
        choices=Privilege.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    purchaser_number = FiguresField(label=gettext_lazy("Purchaser ID, as written"), max_length=16, required=False)
    requester_name = NameField(label=gettext_lazy("Requester"), max_length=120, required=False)
    requester_email = EmailField(label=gettext_lazy("Requester's email address"), required=False)
    requester_phone = PhoneField(label=gettext_lazy("Requester's phone"), required=False)
    officer_name = NameField(label=gettext_lazy("Officer who signs"), max_length=120, required=False)
    call_back = LineField(
        label=gettext_lazy("Call-back: person, number on file, what they said"), max_length=300, required=False
    )


class ClosureForm(PortalForm):
    """A day when the carrier is closed."""

    day = DateField(
        label=gettext_lazy("Day"),
        latest=LAST_END,
        help_text=gettext_lazy("For example, 12/24/2026."),
        error_messages={
            "required": gettext_lazy("Day: enter the day."),
            "invalid": gettext_lazy("Day must be a date such as 12/24/2026."),
        },
    )
    reason = LineField(
        label=gettext_lazy("Reason"),
        max_length=120,
        error_messages={"required": gettext_lazy("Reason: enter the reason.")},
    )


class InvitationForm(PortalForm):
    """A new representative."""

    name = NameField(label=gettext_lazy("Name"), max_length=120)
    email = EmailField(label=gettext_lazy("Email address"))
    phone = PhoneField(label=gettext_lazy("Phone, as employers see it"))
    hours = LineField(
        label=gettext_lazy("Hours"),
        max_length=120,
        help_text=gettext_lazy("For example, Monday to Friday, 8 am to 5 pm."),
    )
    supervises = forms.BooleanField(label=gettext_lazy("Supervisor"), required=False)
