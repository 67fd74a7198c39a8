"""The browser: requests go in, one flow is called, its answer is a page or a feed."""
