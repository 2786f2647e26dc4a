"""User ID requests and received documents on the representatives' desk."""

from datetime import timedelta

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from access import documents, services
from access.admin.forms import FillInForm, RegisterDocumentForm
from access.guard import proof_first, representative
from access.models import AccessDocument, AccessRequest
from access.readonly import ReadOnly
from accounts.models import Contact
from accounts.platform.typed import prose

GIVES_ACCESS = ("approve", "link")
BAD_DOCUMENT = {
    "empty": _("The file is empty."),
    "large": _("The file is larger than 10 MB."),
    "kind": _("The file is not a PDF, TIFF, PNG or JPEG, whatever its name says."),
}
# After this long the page no longer says that pictures are being prepared.
PREPARED_WITHIN = timedelta(minutes=30)


def shown(document):
    """A document for the page: the numbers of its pictures, or whether they are overdue."""
    late = document.state == document.State.WAITING and document.registered_at < timezone.now() - PREPARED_WITHIN
    return {"document": document, "pages": range(document.pages or 0), "is_late": late}


@admin.register(AccessRequest)
class AccessRequestAdmin(ReadOnly):
    list_display = ["case_link", "state", "purchaser_number", "requester_name", "goal", "received_at"]
    list_display_links = None
    list_filter = ["state"]
    search_fields = ["reference", "requester_name", "requester_email", "purchaser_number"]

    def get_queryset(self, request):
        return AccessRequest.objects.select_related("purchaser").order_by("due_at", "-created_at", "-pk")

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<uuid:pk>/case/", view(self.case), name="access_accessrequest_case"),
            path("<uuid:pk>/act/", view(self.act), name="access_accessrequest_act"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("reference"))
    def case_link(self, request):
        address = reverse("admin:access_accessrequest_case", args=[request.pk])
        return format_html('<a href="{}">{}</a>', address, request.reference)

    @admin.display(description=_("goal"))
    def goal(self, request):
        if request.due_at is None:
            return "-"
        mark = "late" if request.due_at < timezone.now() else "due"
        return format_html('<span class="goal {}">{}</span>', mark, f"{timezone.localtime(request.due_at):%a %m/%d}")

    @method_decorator(require_safe)
    @method_decorator(representative)
    def case(self, request, pk):
        return self._page(request, pk)

    def _page(self, request, pk, *, form=None, problems=(), status=200):
        asked = (
            AccessRequest.objects.select_related("purchaser", "code", "approved_by", "closed_by").filter(pk=pk).first()
        )
        if asked is None:
            raise Http404
        now = timezone.now()
        today = asked.purchaser.today(now) if asked.purchaser else now.date()
        context = {
            **self.admin_site.each_context(request),
            "title": asked.reference,
            "asked": asked,
            "seen": services.request_mark(asked),
            "checks": services.checks(asked, today),
            "first": asked.purchaser is not None and services.is_first_administrator(asked, now),
            "contacts": Contact.objects.current().filter(purchaser=asked.purchaser) if asked.purchaser else [],
            "documents": [shown(each) for each in asked.documents.order_by("registered_at", "pk")],
            "decides": asked.steps - {"fill_in"},
            "own_approval": asked.approved_by_id == request.user.pk,
            "form": form or FillInForm(instance=asked),
            "reasons": AccessRequest.Reason.choices,
            "problems": problems,
            "waits_days": settings.REQUEST_DAYS,
            "objection_days": settings.SUCCESSION_DAYS,
            "opts": self.model._meta,
        }
        self.put_on_record(request, [asked])
        template = "admin/access/accessrequest/case.html"
        return TemplateResponse(request, template, context, status=status).render()

    @method_decorator(representative)
    def act(self, request, pk):
        if request.method != "POST":
            return redirect("admin:access_accessrequest_case", pk)
        if not AccessRequest.objects.filter(pk=pk).exists():
            raise Http404
        act, form = request.POST.get("act", ""), None
        if act in GIVES_ACCESS and (asked := proof_first(request)):
            return asked
        try:
            with transaction.atomic():
                form = FillInForm(request.POST) if act == "fill_in" else None
                services.refuse_unless_seen(request_id=pk, seen=request.POST.get("seen", ""))
                if form and not form.is_valid():
                    return self._page(request, pk, form=form, status=422)
                self._carry_out(request, pk, act, form)
        except services.CannotProceed as refusal:
            return self._page(request, pk, form=form, problems=[str(refusal)], status=422)
        messages.success(request, _("Saved."))
        return redirect("admin:access_accessrequest_case", pk)

    def _carry_out(self, request, pk, act, form):
        what = {"request_id": pk, "by": request.user, "at": timezone.now()}
        note = prose(request.POST.get("note", ""), 500)
        if act == "fill_in":
            services.fill_in(**what, **form.cleaned_data)
        elif act == "ask":
            services.ask_requester(note=note, **what)
        elif act == "reject":
            services.reject(reason=request.POST.get("reason", ""), note=note, **what)
        elif act == "came_back":
            services.code_came_back(**what)
        elif act in ("approve", "link"):
            services.approve(link=act == "link", **what)
        else:
            raise services.CannotProceed(_("Choose one of the steps on this page."))


@admin.register(AccessDocument)
class AccessDocumentAdmin(ReadOnly):
    list_display = ["view_link", "kind", "state", "pages", "request", "registered_at", "registered_by"]
    list_display_links = None
    list_filter = [("request", admin.EmptyFieldListFilter), "kind"]

    def get_queryset(self, request):
        return AccessDocument.objects.select_related("request", "registered_by").order_by("-registered_at", "-pk")

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("register/", view(self.register), name="access_accessdocument_register"),
            path("<uuid:pk>/view/", view(self.view), name="access_accessdocument_view"),
            path("<uuid:pk>/page/<int:page>/", view(self.page), name="access_accessdocument_page"),
            path("<uuid:pk>/original/", view(self.original), name="access_accessdocument_original"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("document"))
    def view_link(self, document):
        address = reverse("admin:access_accessdocument_view", args=[document.pk])
        return format_html('<a href="{}">{}</a>', address, _("View"))

    def _page(self, request, template, *, status=200, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.model._meta}
        template = f"admin/access/accessdocument/{template}.html"
        return TemplateResponse(request, template, context, status=status).render()

    @method_decorator(representative)
    def register(self, request):
        """Register a fax, letter or upload; a reference attaches it to its request."""
        form, problems = RegisterDocumentForm(request.POST or None, request.FILES or None), []
        if form.is_valid():
            try:
                with transaction.atomic():
                    document = services.register_document(
                        content=form.cleaned_data["file"].read(documents.LARGEST + 1),
                        kind=form.cleaned_data["kind"],
                        reference=form.cleaned_data["reference"],
                        by=request.user,
                        at=timezone.now(),
                    )
                return self._after(document)
            except documents.BadDocument as bad:
                problems = [BAD_DOCUMENT[bad.code]]
            except services.CannotProceed as refusal:
                problems = [str(refusal)]
        status = 422 if problems or form.errors else 200
        title = _("Register a received form")
        return self._page(request, "register", status=status, form=form, problems=problems, title=title)

    def _after(self, document):
        if document.request_id:
            return redirect("admin:access_accessrequest_case", document.request_id)
        return redirect("admin:access_accessdocument_view", document.pk)

    def _document(self, pk):
        document = AccessDocument.objects.select_related("request").filter(pk=pk).first()
        if document is None:
            raise Http404
        return document

    @method_decorator(representative)
    def view(self, request, pk):
        """The pages as pictures, and the field for the request they belong to."""
        document, problems = self._document(pk), []
        if request.method == "POST" and document.request_id is None:
            try:
                with transaction.atomic():
                    services.index_document(
                        document=document,
                        reference=request.POST.get("reference", ""),
                        by=request.user,
                        at=timezone.now(),
                    )
                return self._after(document)
            except services.CannotProceed as refusal:
                problems = [str(refusal)]
        context = {**shown(document), "problems": problems, "title": str(document)}
        self.put_on_record(request, [document])
        return self._page(request, "view", status=422 if problems else 200, **context)

    @method_decorator(require_safe)
    @method_decorator(representative)
    def page(self, request, pk, page):
        """A picture that the job has drawn; nothing is drawn here."""
        document = self._document(pk)
        picture = documents.picture(document.pk, page)
        if picture is None:
            raise Http404
        self.put_on_record(request, [document], once=True)
        return HttpResponse(picture, content_type="image/png")

    @method_decorator(require_safe)
    @method_decorator(representative)
    def original(self, request, pk):
        """The original file, always as an attachment."""
        document = self._document(pk)
        self.put_on_record(request, [document])
        response = HttpResponse(documents.original(document.pk), content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="{document.pk}.bin"'
        return response
