"""What interop answers: the record to take along, a guideline as data, resources of FHIR."""
