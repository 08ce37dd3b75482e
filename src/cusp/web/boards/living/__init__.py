"""Papers that Cusp makes: from the plan, from the record of inspections, and from a template.

``making.make`` makes the file of a paper. Everything else here says what is in one of them.
"""
