"""How the tables came to be: one module per step, never edited after its release."""
