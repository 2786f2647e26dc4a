"""Addresses of the roster, people and requests."""

from django.urls import path

from enrollment.views.changes import (
    add_dependents,
    add_employee,
    check,
    correct_details,
    dependents,
    end_coverage,
    requests,
)
from enrollment.views.roster import lists, person

urlpatterns = [
    path("employees/", lists.roster, name="roster"),
    path("employees/last-four/", lists.last_four, name="roster_last_four"),
    path("employees/employees.csv", lists.export_csv, name="roster_csv"),
    path("employees/employees.xlsx", lists.export_xlsx, name="roster_xlsx"),
    path("employees/add/", add_employee.add_employee, name="add_employee"),
    path("people/<uuid:person_id>/", person.person, name="person"),
    path("people/<uuid:person_id>/number/", person.reveal, name="reveal_number"),
    path("people/<uuid:person_id>/correct/", correct_details.correct, name="correct_details"),
    path("people/<uuid:person_id>/end/", end_coverage.end, name="end_coverage"),
    path("people/<uuid:person_id>/add-dependents/", add_dependents.add_dependents, name="add_dependents"),
    path("drafts/<uuid:pk>/employee/", add_employee.draft_employee, name="draft_employee"),
    path("drafts/<uuid:pk>/event/", add_dependents.draft_event, name="draft_event"),
    path("drafts/<uuid:pk>/medicare/", add_employee.draft_medicare, name="draft_medicare"),
    path("drafts/<uuid:pk>/dependents/", dependents.draft_dependents, name="draft_dependents"),
    path("drafts/<uuid:pk>/dependents/<int:place>/", dependents.draft_dependent, name="draft_dependent"),
    path("drafts/<uuid:pk>/dependents/<int:place>/remove/", dependents.remove_dependent, name="remove_dependent"),
    path("drafts/<uuid:pk>/check/", check.draft_check, name="draft_check"),
    path("drafts/<uuid:pk>/delete/", check.delete_draft, name="delete_draft"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:pk>/", requests.receipt, name="request"),
    path("requests/<uuid:pk>/receipt.pdf", requests.receipt_file, name="request_file"),
    path("requests/<uuid:pk>/answer/", requests.answer, name="request_answer"),
    path("requests/<uuid:pk>/withdraw/", requests.withdraw, name="request_withdraw"),
    path("requests/<uuid:pk>/reverse/", end_coverage.reverse_end, name="reverse_end"),
]
