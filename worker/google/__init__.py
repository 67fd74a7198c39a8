"""Google: JSON in, nouns out."""
