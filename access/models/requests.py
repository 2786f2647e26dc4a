"""User ID requests, on paper forms that are faxed, mailed or uploaded, and their review."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.privileges import Privilege


class AccessRequest(models.Model):
    """A request for a user ID. The requester will be the user; an officer signs on paper."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Waiting for the signed form")
        RECEIVED = "received", _("Received")
        VERIFYING = "verifying", _("In review")
        NEEDS_INFO = "needs_info", _("Waiting for information from the requester")
        APPROVED = "approved", _("Approved; needs a second approval")
        CODE_SENT = "code_sent", _("Approved; code sent")
        COMPLETED = "completed", _("Completed")
        REJECTED = "rejected", _("Rejected")
        EXPIRED = "expired", _("Expired")

    CLOCK_RUNS = (State.RECEIVED, State.VERIFYING, State.APPROVED)
    # Waiting for the requester; expires after too long.
    WAITS = (State.DRAFT, State.NEEDS_INFO, State.CODE_SENT)
    OPEN = (*CLOCK_RUNS, *WAITS)
    # The steps a representative can take in each state, for services and the case page.
    STEPS = {
        "fill_in": (State.RECEIVED, State.VERIFYING, State.NEEDS_INFO),
        "approve": (State.VERIFYING, State.APPROVED),
        "ask": CLOCK_RUNS,
        "came_back": (State.CODE_SENT,),
        "reject": (*CLOCK_RUNS, State.NEEDS_INFO, State.CODE_SENT),
    }

    class Reason(models.TextChoices):
        REQUESTER_MISMATCH = "requester_mismatch", _("The form names another person as the user")
        OFFICER_UNKNOWN = "officer_unknown", _("The officer who signed is not on the contract")
        NOT_SIGNED = "not_signed", _("The form is not signed")
        PURCHASER_ENDED = "purchaser_ended", _("The contract is not active")
        NOT_CONFIRMED = "not_confirmed", _("The company didn't confirm the request when we called")
        PURCHASER_UNKNOWN = "purchaser_unknown", _("Purchaser ID not found")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    created_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    purchaser_number = models.CharField(_("purchaser ID, as written"), max_length=16, blank=True)
    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, null=True, related_name="+")
    requester_name = models.CharField(_("requester"), max_length=120, blank=True)
    requester_email = models.EmailField(_("requester's email address"), blank=True)
    requester_phone = models.CharField(_("requester's phone"), max_length=32, blank=True)
    officer_name = models.CharField(_("officer who signs"), max_length=120, blank=True)
    privileges = ArrayField(models.CharField(max_length=32, choices=Privilege), default=list)
    waits_since = models.DateTimeField(_("waiting for the requester since"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("goal"), null=True, blank=True)
    minutes_left = models.PositiveIntegerField(null=True, blank=True)
    call_back = models.CharField(_("call-back"), max_length=300, blank=True)
    called_back_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=24, choices=Reason, blank=True)
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    seconded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.OneToOneField("access.AccessCode", on_delete=models.PROTECT, null=True, related_name="request")
    closed_at = models.DateTimeField(null=True, blank=True)
    # None when it expired.
    closed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("user ID request")
        verbose_name_plural = _("user ID requests")
        constraints = [
            models.CheckConstraint(
                name="request_clock_runs_in_its_states",
                condition=Q(state__in=["received", "verifying", "approved"], due_at__isnull=False, minutes_left=None)
                | Q(state="needs_info", due_at=None, minutes_left__isnull=False)
                | ~Q(state__in=["received", "verifying", "approved", "needs_info"]) & Q(minutes_left=None),
            ),
            models.CheckConstraint(
                name="request_waits_since_a_moment",
                condition=Q(state__in=["draft", "needs_info", "code_sent"], waits_since__isnull=False)
                | ~Q(state__in=["draft", "needs_info", "code_sent"]) & Q(waits_since=None),
            ),
            models.CheckConstraint(
                name="request_received_before_checked",
                condition=Q(state="draft") | Q(state="expired") | Q(received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_rejected_with_a_reason", condition=~Q(state="rejected") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="request_code_is_for_somebody",
                condition=~Q(state="code_sent") | Q(code__isnull=False, purchaser__isnull=False),
            ),
            models.CheckConstraint(
                name="request_second_person_is_another",
                condition=Q(seconded_by=None) | ~Q(seconded_by=models.F("approved_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="request_by_goal"),
            models.Index(fields=["waits_since"], name="request_by_wait", condition=Q(waits_since__isnull=False)),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_on_its_way(self):
        """Whether the code is not mailed yet, for instance during the days to object."""
        return self.state == self.State.CODE_SENT and self.code is not None and self.code.sent_at is None

    @property
    def steps(self):
        """The steps possible now: none after the code is used, no return of a code that is not mailed."""
        if self.code and self.code.redeemed_at:
            return set()
        fit = {step for step, states in self.STEPS.items() if self.state in states}
        return fit - {"came_back"} if self.is_on_its_way else fit

    @property
    def state_in_words(self):
        """The state for the public status page."""
        return self.State.COMPLETED.label if self.code and self.code.redeemed_at else self.get_state_display()

    def wait(self, state, at):
        """Pause our goal while the requester has to act. The caller saves."""
        self.state, self.due_at = state, None
        self.waits_since, self.reminded_at = at, None


class AccessDocument(models.Model):
    """A received file, stored under an internal name and never displayed itself; a job draws its pages as pictures."""

    class Kind(models.TextChoices):
        FAX = "fax", _("Fax")
        LETTER = "letter", _("Letter")
        UPLOAD = "upload", _("Upload")

    class State(models.TextChoices):
        WAITING = "waiting", _("Being prepared")
        DRAWN = "drawn", _("Ready")
        FAILED = "failed", _("Can't be shown")

    class Problem(models.TextChoices):
        PAGES = "pages", _("It has too many pages.")
        LARGE = "large", _("Its pages are too large.")
        UNREADABLE = "unreadable", _("It is damaged and can't be opened.")
        LIMITS = "limits", _("It takes too much time or memory to open.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, null=True, related_name="documents")
    kind = models.CharField(_("received by"), max_length=8, choices=Kind)
    content_type = models.CharField(max_length=32)
    state = models.CharField(_("pictures"), max_length=8, choices=State, default=State.WAITING)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("received document")
        verbose_name_plural = _("received documents")
        constraints = [
            models.CheckConstraint(
                name="document_pages_once_drawn",
                condition=Q(state="drawn", pages__gte=1) | ~Q(state="drawn") & Q(pages=None),
            ),
            models.CheckConstraint(
                name="document_failed_with_a_problem",
                condition=Q(state="failed") & ~Q(problem="") | ~Q(state="failed") & Q(problem=""),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.registered_at:%Y-%m-%d}"
