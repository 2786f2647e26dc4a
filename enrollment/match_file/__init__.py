"""Match a file of requests against a file of members, with the portal's engine on private temporary tables."""
