"""我帮你 (wobangni): the platform by which a whole region helps its residents."""
