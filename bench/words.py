"""What the readers of the benchmarks search for."""

WORDS = (
    "children",
    "missing education",
    '"management oversight"',
    "neglect",
    "pathway plans",
    "independent reviewing officers",
    "supervision -agency",
    "front door",
)
