"""Read-only lists of the desk; changes go through services."""

from django.contrib import admin

from access.readonly import ReadOnly
from enrollment.models import CallBack, Change, Coverage, Employment, Enrollment, Offering, UnitRules


@admin.register(CallBack)
class CallBackAdmin(ReadOnly):
    list_display = ["name", "phone", "best_time", "purchaser", "asked_at", "done_at"]
    list_filter = [("done_at", admin.EmptyFieldListFilter)]


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    list_display = ["confirmation", "type", "state", "purchaser", "submitted_at", "channel"]
    list_filter = ["state", "type", "channel"]
    search_fields = ["confirmation"]
    fields = ["confirmation", "type", "state", "purchaser", "unit", "channel", "submitted_by", "submitted_at", "due_at"]

    def get_queryset(self, request):
        return Change.objects.submitted().select_related("purchaser")


@admin.register(UnitRules)
class UnitRulesAdmin(ReadOnly):
    shows_people = False
    list_display = ["unit", "effective_on", "waiting_rule", "waiting_days", "end_rule", "retro_kind", "retro_days"]


@admin.register(Offering)
class OfferingAdmin(ReadOnly):
    shows_people = False
    list_display = ["unit", "plan", "starts_on", "ends_on"]


@admin.register(Enrollment)
class EnrollmentAdmin(ReadOnly):
    list_display = ["id", "purchaser", "unit", "offering", "kind"]
    fields = ["purchaser", "unit", "offering", "kind"]


@admin.register(Coverage)
class CoverageAdmin(ReadOnly):
    list_display = ["id", "purchaser", "relationship", "starts_on", "ends_on", "known_at", "superseded_at", "voided_at"]
    fields = list_display


@admin.register(Employment)
class EmploymentAdmin(ReadOnly):
    list_display = ["id", "purchaser", "unit", "hired_on", "last_day_worked"]
    fields = list_display
