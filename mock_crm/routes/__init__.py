"""What the CRM answers over HTTP."""
