"""Benchmarks: Cusp compared with other tools, or with the fastest possible, in the same run."""
