"""The optional writing helper: an OpenAI-compatible endpoint that a county may set up. Off unless it is configured; nothing else needs it."""
