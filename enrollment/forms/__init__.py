from enrollment.forms.answers import people_forms
from enrollment.forms.coverage import CorrectForm, EndForm, EventForm, ReverseForm
from enrollment.forms.people import DependentForm, EmployeeForm
from enrollment.forms.talk import AnswerForm, CallBackForm, LastFourForm, RecordForm

__all__ = [
    "AnswerForm",
    "CallBackForm",
    "CorrectForm",
    "DependentForm",
    "EmployeeForm",
    "EndForm",
    "EventForm",
    "LastFourForm",
    "RecordForm",
    "ReverseForm",
    "people_forms",
]
