"""What Certobot promises, in Portuguese: one folder a business area, and the steps that try it."""
