"""Commands of our own behind `wenhui manage`."""
