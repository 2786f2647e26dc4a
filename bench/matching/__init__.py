"""Invented test sets for matching: people on file, people who apply, and who is who."""
