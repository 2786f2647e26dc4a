"""Invented test sets for matching: members, requests and the truth."""
