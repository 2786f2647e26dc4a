"""Groups from a YAML file: its shape (reading, shape) and what it adds through the services (adding)."""
