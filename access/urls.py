"""URLs of account access, access codes and user ID requests."""

from django.urls import path

from access.views import access_review, account_access, codes, delegations, requests

urlpatterns = [
    path("access/", account_access.access, name="access"),
    path("access/new/", account_access.new_access, name="new_access"),
    path("access/export/", access_review.access_csv, name="access_csv"),
    path("access/review/", access_review.review_access, name="review_access"),
    path("access/preview/end/", account_access.end_preview, name="end_preview"),
    path("access/<int:pk>/preview/", account_access.preview, name="preview_access"),
    path("access/leave/", account_access.leave, name="leave"),
    path("access/organizations/new/", delegations.new_delegation, name="new_delegation"),
    path("access/organizations/<int:pk>/", delegations.delegation, name="delegation"),
    path("access/organizations/<int:pk>/end/", delegations.end_delegation, name="end_delegation"),
    path("access/<int:pk>/", account_access.change_access, name="change_access"),
    path("access/<int:pk>/<slug:act>/", account_access.act_on_access, name="act_on_access"),
    path("access/codes/<uuid:pk>/take-back/", account_access.take_code_back, name="take_code_back"),
    path("user-id-request/", requests.user_id_request, name="user_id_request"),
    path("user-id-request/ready/", requests.request_ready, name="request_ready"),
    path("user-id-request/form/", requests.request_form_file, name="request_form_file"),
    path("user-id-request/status/", requests.request_status, name="request_status"),
    path("code/", codes.enter_code, name="enter_code"),
    path("code/confirm/", codes.confirm_code, name="confirm_code"),
    path("code/new/", codes.ask_for_new_code, name="ask_for_new_code"),
]
