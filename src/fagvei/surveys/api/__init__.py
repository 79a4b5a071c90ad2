"""What programs read of surveys."""
