"""What people write about pairs and changes."""
