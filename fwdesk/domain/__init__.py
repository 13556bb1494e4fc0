"""Values and rules. Standard library only: no Qt, no network, no disk, no clock."""
