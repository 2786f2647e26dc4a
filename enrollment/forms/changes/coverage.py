"""Forms about coverage: a qualifying event, an end, a reversal, a correction of details."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import LineField, PortalForm
from enrollment.forms.changes.people import AddressFields, PersonForm, kept_words, row, translated
from enrollment.forms.fields import MISSING, DayField, choose, prepare
from enrollment.rules.codes import EndReason, Line, Relationship
from enrollment.rules.coverage import counted_from
from enrollment.rules.events import DependentEvent

# The message for a missing event date, by reason.
EVENT_DAY = {
    EndReason.DEATH: gettext_lazy("Enter the date of death."),
    EndReason.DIVORCE: gettext_lazy("Enter the date of the divorce."),
    EndReason.LEGAL_SEPARATION: gettext_lazy("Enter the date of the legal separation."),
    EndReason.MEDICARE: gettext_lazy("Enter the date Medicare coverage started."),
    EndReason.REDUCED_HOURS: gettext_lazy("Enter the date hours were reduced."),
    EndReason.MOVED_AWAY: gettext_lazy("Enter the date of the move."),
}


def event_day_words(reason):
    return EVENT_DAY.get(reason) or MISSING["event_on"]


class PlainForm(PortalForm):
    """A form with its fields in declared order, in one fieldset."""

    title = ""
    depends = ()

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)
        prepare(self, today, depends=self.depends)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(Fieldset(self.title, *self.fields))


class EventForm(PlainForm):
    title = gettext_lazy("Event")

    event = choose(gettext_lazy("Event"), translated(DependentEvent.choices()))
    event_on = DayField(
        label=gettext_lazy("Date of the event"), kind="coverage", help_text=gettext_lazy("For example, 11/10/2026")
    )


class EndForm(PlainForm):
    """An end of coverage. An employee's end includes the dependents."""

    title = gettext_lazy("Event")
    depends = ("last_day_worked", "event_on")

    reason = choose(gettext_lazy("Reason"), [])
    last_day_worked = DayField(
        label=gettext_lazy("Last day worked"),
        kind="coverage",
        required=False,
        help_text=gettext_lazy("Required if the employee resigned, retired or was terminated"),
    )
    event_on = DayField(label=gettext_lazy("Date of the event"), kind="coverage", required=False)
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Coverage to end"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Leave all selected to end everything."),
    )
    attested = forms.BooleanField(
        label=gettext_lazy("No employee contributions were collected for the period after the last day of coverage"),
        required=False,
        help_text=gettext_lazy(
            "Required because this date is in the past. If contributions were collected, choose today or a"
            " later date, or call your representative."
        ),
    )
    earlier = DayField(label=gettext_lazy("Earlier last day of coverage"), kind="coverage", required=False)
    earlier_reason = LineField(
        label=gettext_lazy("Reason for the earlier date"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, relationship, lines=(), ask=(), **options):
        """`lines` are those in which the person is covered."""
        super().__init__(*args, **options)
        self.covered_in = list(lines)
        self.fields["lines"].choices = [(line, _(Line(line).label)) for line in lines]
        self.initial.setdefault("lines", self.covered_in)
        if len(self.covered_in) < 2:
            del self.fields["lines"]
        choices = EndReason.for_relationship(relationship)
        self.fields["reason"].choices = [("", _("Choose one")), *translated(choices)]
        if relationship == Relationship.SELF:
            self.fields["event_on"].help_text = _(
                "Leave blank if it is the last day worked, or if the employee was enrolled in error"
            )
        else:
            del self.fields["last_day_worked"]
            self.fields["event_on"].help_text = (
                _("Leave blank if the child reached the age limit or was enrolled in error")
                if EndReason.DEPENDENT_AGE.fits(relationship)
                else _("Leave blank if this person was enrolled in error")
            )
        for name in ("attested", "earlier", "earlier_reason"):
            if name not in ask:
                del self.fields[name]
        if "earlier" not in ask and "earlier_reason" in ask:
            reason = self.fields["earlier_reason"]
            reason.label, reason.depends = _("What happened"), True
        self.helper.layout = Layout(Fieldset(self.title, *self.fields))

    def clean(self):
        """Require the last day worked for reasons that end the job, else the event date. One can stand for both."""
        values = super().clean()
        if self.ended() and "reason" in values and not EndReason(values["reason"]).leaves_others:
            text = _("“%(reason)s” ends every line of coverage. Select all of them, or choose another reason.")
            self.add_error("lines", text % {"reason": _(EndReason(values["reason"]).label)})
        if "reason" not in values or {"event_on", "last_day_worked"} & set(self.errors):
            return values
        reason, worked, event = EndReason(values["reason"]), values.get("last_day_worked"), values.get("event_on")
        if reason.has_own_day:
            values["event_on"] = values["last_day_worked"] = None
        elif reason.leaves_work and reason != EndReason.DEATH and not worked:
            self.add_error("last_day_worked", _("Enter the last day worked."))
        elif not reason.leaves_work and worked:
            self.add_error(
                "last_day_worked", _("Leave Last day worked blank for this reason. The employee is still working.")
            )
        elif not event and not (worked and reason != EndReason.DEATH):
            self.add_error("event_on", event_day_words(reason))
        else:
            values["event_on"] = event or worked
        return values

    def ended(self):
        """The lines to end; () for all of them."""
        chosen = self.cleaned_data.get("lines", self.covered_in)
        return () if len(chosen) == len(self.covered_in) else tuple(chosen)

    def counted_from(self):
        """The day the end rule counts from; None where the coverage gives it."""
        values = self.cleaned_data
        if EndReason(values["reason"]).has_own_day:
            return None
        return counted_from(EndReason(values["reason"]), values["event_on"], values.get("last_day_worked"))


class ReverseForm(PlainForm):
    title = gettext_lazy("Why")

    reason = LineField(label=gettext_lazy("Reason"), max_length=200)


class CorrectForm(AddressFields, PersonForm):
    preferred_name = LineField(label=gettext_lazy("Preferred name"), max_length=60, required=False)
    moves = forms.MultipleChoiceField(
        label=gettext_lazy("Change the address of these people, too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They have the same address today."),
    )

    def __init__(self, *args, known_number=None, may_move=(), **options):
        """`may_move` are (id, name) of the family members with the same address, once a new one is entered."""
        self.known_number = known_number
        super().__init__(*args, **options)
        self.fields["moves"].choices = may_move
        if may_move:
            self.helper.layout.insert(0, Fieldset(_("Who else moved?"), "moves"))
        else:
            del self.fields["moves"]
        self.fields["phone"].kept = self.initial.get("phone", "")
        for name in ("street", "city", "state", "zip_code"):
            self.fields[name].required = False
        if known_number:
            self.fields["number"].help_text = kept_words(known_number.digits)

    def layout(self):
        return Layout(
            Fieldset(
                _("Contact details"),
                "preferred_name",
                "street",
                "street2",
                row("city", "state", "zip_code"),
                row("phone", "email"),
                "language",
            ),
            Fieldset(
                _("Personal details"),
                row("first_name", "middle_name"),
                "one_name",
                row("last_name", "suffix"),
                row("birth_date", "sex"),
                row("number", "no_number_reason"),
            ),
        )

    def clean(self):
        values = PortalForm.clean(self)
        self.settle_reason()
        self.refuse_half_a_name()
        if {"zip_code", "state"} & set(self.changed_data):
            self.refuse_another_states_zip()
        number, reason = values.get("number"), values.get("no_number_reason")
        if not number and self.known_number and not reason and "number" not in self.errors:
            values["number"] = self.known_number
        elif not number and not reason and "number" not in self.errors:
            self.add_error("number", _("Enter the Social Security number, or choose why it is missing."))
        if {"birth_date", "no_number_reason"} & set(self.changed_data):
            # A reason that has expired may stay while only a phone number is corrected.
            self.refuse_past_newborn()
        given = [key for key in ("street", "city", "state", "zip_code") if values.get(key)]
        if given and len(given) < 4:
            for key in {"street", "city", "state", "zip_code"} - set(given) - set(self.errors):
                self.add_error(key, _("Complete the address: %(what)s is missing.") % {"what": self.fields[key].label})
        return values

    def corrected(self, relationship):
        values = self.cleaned_data
        return self.applicant(
            relationship=relationship,
            address=self.address(),
            phone=values["phone"],
            email=values["email"],
            language=values["language"],
            preferred_name=values["preferred_name"],
        )
