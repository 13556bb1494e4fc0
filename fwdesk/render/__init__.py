"""Pictures from values, drawn with Pillow alone: no Qt, no disk, no network."""
