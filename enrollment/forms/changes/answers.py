"""The employer's answer to a question: text, and the corrected people of the request."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import LineField
from enrollment.forms.changes.coverage import CorrectForm, PlainForm
from enrollment.rules.codes import Relationship
from enrollment.rules.family import QUESTIONS
from enrollment.rules.numbers import holds_number


def initial_of(applicant):
    """The initial values of a person form, without the number."""
    name, address = applicant.name, applicant.address
    facts = {
        "first_name": name.first,
        "middle_name": name.middle,
        "last_name": name.last,
        "one_name": not name.first,
        "suffix": name.suffix,
        "birth_date": applicant.birth_date,
        "sex": applicant.sex,
        "no_number_reason": applicant.no_number_reason,
        "preferred_name": applicant.preferred_name,
        "phone": applicant.phone,
        "email": applicant.email,
        "language": applicant.language,
    }
    parts = ("street", "street2", "city", "state", "zip_code", "country")
    return facts | {part: getattr(address, part) if address else "" for part in parts}


class AnsweredPersonForm(CorrectForm):
    """One person of the request, prefilled. Untouched fields stay exactly as they were."""

    def __init__(self, *args, applicant, **options):
        self.sent = applicant
        super().__init__(*args, initial=initial_of(applicant), known_number=applicant.number, **options)
        if applicant.relationship == Relationship.SELF and applicant.address:
            for name in ("street", "city", "state", "zip_code"):
                self.fields[name].required = True

    def person(self):
        if not self.has_changed():
            return self.sent
        person = self.corrected(self.sent.relationship)
        confirmed = tuple(dict.fromkeys([*self.sent.confirmed, *person.confirmed]))
        return replace(person, member_number=self.sent.member_number, confirmed=confirmed)


def people_forms(people, data, today, problems=()):
    """A form for each person, bound only if the submitted page had them. `problems` may ask something about them."""
    sent = data is not None and any(key.startswith("person0-") for key in data)
    return [
        AnsweredPersonForm(
            data if sent else None,
            applicant=each,
            today=today,
            prefix=f"person{place}",
            asks=_asked(data, place, problems) if sent else (),
        )
        for place, each in enumerate(people)
    ]


def _asked(data, place, problems):
    """The questions about the person at a place: those of this refusal, and those answered on the page."""
    now = [each.asks for each in problems if each.asks and (each.position or 0) == place]
    answered = [each for each in data.getlist(f"person{place}-confirmed") if each in QUESTIONS]
    return list(dict.fromkeys([*now, *answered]))


class AnswerForm(PlainForm):
    title = gettext_lazy("Your answer")

    text = LineField(label=gettext_lazy("Answer"), max_length=500, widget=forms.Textarea({"rows": 4}))

    def clean_text(self):
        """Refuse a number in the answer, because the activity record keeps the text as typed."""
        text = self.cleaned_data["text"]
        if holds_number(text):
            raise forms.ValidationError(
                _(
                    "Don't include a Social Security number in your answer. Enter it in the Social Security"
                    " number field under Correct this request."
                )
            )
        return text
