"""What others read: letters, feeds and the page, as bytes."""
