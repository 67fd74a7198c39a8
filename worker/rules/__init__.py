"""What config/ says: TOML files in, one immutable rule book out."""
