"""What is typed about surveys, and what a respondent answers."""
