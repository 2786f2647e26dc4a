"""Saved replies: the only list of the desk that is edited in place."""

from django import forms
from django.contrib import admin
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from access.guard import representative
from access.readonly import ReadOnly
from accounts.forms import OwnWords
from accounts.platform.marks import mark_of
from enrollment.models import CannedReply


class ReplyForm(OwnWords, forms.ModelForm):
    """A reply as the page showed it: what another representative saved meanwhile is not overwritten."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = CannedReply
        fields = ["title", "text"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["seen"] = self._mark(self.instance)

    def _mark(self, reply):
        return mark_of(reply.title, reply.text) if reply and reply.pk else ""

    def clean(self):
        values = super().clean()
        now = CannedReply.objects.select_for_update().filter(pk=self.instance.pk).first()
        if values.get("seen", "") != self._mark(now):
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._mark(now)
            text = _("Another representative saved this reply after you opened this page. It now reads: %(now)s")
            raise forms.ValidationError(text % {"now": f"{now.title}: {now.text}" if now else "-"})
        return values


@admin.register(CannedReply)
class CannedReplyAdmin(ReadOnly):
    shows_people = False
    list_display = ["title", "text"]
    actions = None
    form = ReplyForm

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request)

    @method_decorator(representative)
    def delete_view(self, request, object_id, extra_context=None):
        response = super().delete_view(request, object_id, extra_context)
        return response.render() if hasattr(response, "render") else response
