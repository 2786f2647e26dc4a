"""Bills, the ledger and payments will live here. Nothing is built yet."""
