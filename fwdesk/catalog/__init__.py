"""Everything that can be chosen: load, index, search, keep a snapshot."""
