"""Reads for pages and exports. The first argument is the grant or purchaser whose rows are shown."""
