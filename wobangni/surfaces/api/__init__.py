"""REST API v1. Speaks HTTP, owns no data, decides nothing: commands, queries and ``access`` do."""
