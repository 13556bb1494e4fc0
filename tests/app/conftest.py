"""The desks and windows of these tests."""

from __future__ import annotations

from tests.support.desks import artworks, bench, benches, catalog, houses, pictures, session

__all__ = ["artworks", "bench", "benches", "catalog", "houses", "pictures", "session"]
