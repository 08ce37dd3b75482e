"""Benchmarks: timings beside a public peer or the physical floor, measured in one run."""
