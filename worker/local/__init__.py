"""Calendar files in, mail files out: the same nouns without an account."""
