"""What changed in the plan, the plan on an earlier date, and two dates compared."""
