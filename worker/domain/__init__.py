"""What we mean: nouns and pure rules; the standard library alone."""
