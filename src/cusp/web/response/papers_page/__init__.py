"""Papers made from the plan, and the council's Word template for them."""
