"""What we do: one flow, one verb; no flow knows which door called it."""
