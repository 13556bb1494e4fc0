"""The offline lab: a FinerWorks-compatible service with a catalog, prices, pictures and an order book."""
