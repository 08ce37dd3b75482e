"""Choose which measures the plan and the boards can use, and see what is withheld."""
