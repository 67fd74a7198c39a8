"""Rapport: a calendar goes in, the year's letters and dates come out."""
