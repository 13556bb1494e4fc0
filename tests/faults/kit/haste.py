"""Deadlines of a submission short enough for a test: the one place that knows where the client keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fwdesk.finerworks import service as keeper
from fwdesk.finerworks.endpoints import ENDPOINTS, Endpoint

__all__ = ["in_haste", "keeper"]


def in_haste(seconds: float) -> Mapping[str, Endpoint]:
    """The table of endpoints, for `keeper.ENDPOINTS`, with submissions given up after so many seconds."""
    name = "submit_orders_v2"
    policy = replace(ENDPOINTS[name].policy, connect_s=seconds, total_s=seconds, stall_s=seconds)
    return {**ENDPOINTS, name: replace(ENDPOINTS[name], policy=policy)}
