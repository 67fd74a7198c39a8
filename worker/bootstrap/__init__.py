"""Wiring: the only place that knows every room. Called at a door, never at import."""
