"""Matching a file of requests against a file of members: the engine of the portal, on tables that nobody else sees."""
