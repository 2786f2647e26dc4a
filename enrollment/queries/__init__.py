"""Reads for pages and exports. The first argument is the grant or the purchaser whose rows are shown."""
