"""The desk of rates: what each plan costs, and publishing a version."""
