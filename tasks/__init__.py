"""When does it happen by itself? Celery's app, one timetable, thin tasks, one retry policy."""
