"""What the rules say about surveys: pure functions and named rules, without questions to the database."""
