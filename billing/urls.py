from django.urls import path

from billing.views import paper

urlpatterns = [
    path("billing/bills/<int:pk>/pdf/", paper.bill_file, name="bill_pdf"),
]
