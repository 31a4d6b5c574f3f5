"""Text messages: the provider that the platform's settings name (accounts/sms), the same that sends sign-in codes."""
