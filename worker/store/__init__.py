"""What we remember: domain nouns go in, rows hold them, domain nouns come out."""
