"""Every address of the portal."""

from allauth.account import views as account
from allauth.mfa.webauthn.views import login_webauthn
from django.contrib import admin
from django.db import transaction
from django.urls import include, path, re_path

from access.retries import tried_again
from accounts.platform.even_time import in_even_time, leads_on, shows_a_page
from portal import errors, health
from portal.views import activity, front, jobs, reports, session, tour
from portal.views import help as helps

STEP = "SIGN_IN_STEP_SECONDS"

# Pages of allauth with something of ours around them. Those that a visitor can ask about an address take even time.
OURS = [
    # Roll back when the mail cannot be queued. Who loses a race for an address is answered as for a known one.
    path("email/", tried_again(transaction.atomic(account.email)), name="account_email"),
    path(
        "signup/", in_even_time(leads_on, STEP)(tried_again(transaction.atomic(account.signup))), name="account_signup"
    ),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        tried_again(transaction.atomic(account.confirm_email)),
        name="account_confirm_email",
    ),
    path("login/", in_even_time(shows_a_page, STEP)(account.login), name="account_login"),
    path("password/reset/", in_even_time(leads_on, STEP)(account.password_reset), name="account_reset_password"),
    path("2fa/webauthn/login/", in_even_time(leads_on)(login_webauthn), name="mfa_login_webauthn"),
]
urlpatterns = [
    path("", front.front, name="home"),
    path("tour/start/", tour.start, name="tour_start"),
    path("tour/step/<int:number>/", tour.step, name="tour_step"),
    path("tour/", tour.page, name="tour"),
    path("tour/<path:path>", tour.page, name="tour_page"),
    path("", include("access.urls")),
    path("", include("enrollment.urls")),
    path("", include("billing.urls")),
    path("activity/", activity.activity, name="activity"),
    path("activity/activity.csv", activity.activity_csv, name="activity_csv"),
    path("switch/", session.switch_purchaser, name="switch_purchaser"),
    path("stay/", session.stay_signed_in, name="stay_signed_in"),
    path("sessions/", session.sessions, name="sessions"),
    path("sessions/<int:pk>/end/", session.end_session, name="end_session"),
    path("signed-out/", session.session_ended, name="session_ended"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/file/", jobs.job_file, name="job_file"),
    path("help/", helps.help_page, name="help"),
    path("help/contact/", helps.contact, name="contact"),
    path("help/accessibility/", helps.accessibility, name="accessibility"),
    path("help/employees/", helps.employees, name="employees_elsewhere"),
    path("mail/", jobs.caught_mail, name="caught_mail"),
    path("csp-report/", reports.csp_report, name="csp_report"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include([*OURS, path("", include("allauth.urls"))])),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
handler429 = errors.too_many
