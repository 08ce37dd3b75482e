"""A briefing on an inspection: one page in plain English, with the source of each sentence."""
