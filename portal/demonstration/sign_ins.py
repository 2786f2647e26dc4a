"""Who can sign in to the demonstration, with the one password of all three. Development only."""

PASSWORD = "calm ledger demonstration"  # noqa: S105
ADMINISTRATOR_MAIL = "administrator@harbor.example"
DELEGATE_MAIL = "delegate@harbor.example"
REPRESENTATIVE_MAIL = "representative@evergreen.example"
