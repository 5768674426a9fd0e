"""Warehouses that many tests look at: built once, from the sample, by the pipeline itself."""
