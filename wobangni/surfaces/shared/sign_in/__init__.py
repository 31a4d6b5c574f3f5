"""Signing in, for staff: allauth's views under our pages, axes' lock, who acts on each request. Residents never sign in."""
