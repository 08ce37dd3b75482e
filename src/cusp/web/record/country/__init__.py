"""Country: the grade of every council on a day, who moved and how that changed over the years."""
