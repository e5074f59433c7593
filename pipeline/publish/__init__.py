"""Write what was shaped, prove what was written, and pack it."""
