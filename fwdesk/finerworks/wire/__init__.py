"""Bodies in and out: pydantic models, frozen, unknown fields kept; and what they mean as domain values."""
