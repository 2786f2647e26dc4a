"""Demonstration data: four purchasers with two years of history, made by the services that employers use."""
