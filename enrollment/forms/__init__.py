from enrollment.forms.changes.answers import AnswerForm, people_forms
from enrollment.forms.changes.call_back import CallBackForm
from enrollment.forms.changes.coverage import CorrectForm, EndForm, EventForm, ReverseForm
from enrollment.forms.changes.employee import EmployeeForm
from enrollment.forms.changes.people import DependentForm, masked_entry
from enrollment.forms.roster import LastFourForm

__all__ = [
    "AnswerForm",
    "CallBackForm",
    "CorrectForm",
    "DependentForm",
    "EmployeeForm",
    "EndForm",
    "EventForm",
    "LastFourForm",
    "ReverseForm",
    "masked_entry",
    "people_forms",
]
