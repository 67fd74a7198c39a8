"""The processes of one Rapport on one machine: started together, watched, and stopped in order."""
