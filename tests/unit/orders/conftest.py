from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.orders_kit import close_ledgers


@pytest.fixture(autouse=True)
def closed_ledgers() -> Iterator[None]:
    yield
    close_ledgers()
