"""The sign-ins of the demonstration, all with one password. Development only."""

PASSWORD = "calm ledger demonstration"  # noqa: S105
ADMINISTRATOR_MAIL = "administrator@harbor.example"
DELEGATE_MAIL = "delegate@harbor.example"
REPRESENTATIVE_MAIL = "representative@evergreen.example"
