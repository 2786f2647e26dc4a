"""Addresses of bills and balances."""

from django.urls import path

from billing.views import balance, bills, exports, paper

urlpatterns = [
    path("billing/balance/", balance.balance, name="balance"),
    path("billing/bills/", bills.bills, name="bills"),
    path("billing/bills/<int:pk>/", bills.bill, name="bill"),
    path("billing/bills/<int:pk>/bill.pdf", paper.bill_file, name="bill_pdf"),
    path("billing/bills/<int:pk>/lines.csv", exports.bill_csv, name="bill_csv"),
    path("billing/bills/<int:pk>/lines.xlsx", exports.bill_xlsx, name="bill_xlsx"),
    path("billing/bills/<int:pk>/lines/<int:line>/", bills.line, name="bill_line"),
]
