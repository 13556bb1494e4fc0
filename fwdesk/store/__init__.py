"""What survives: folders, database, settings, secrets, drafts, cached pictures."""
