"""The rules of visits: when one may knock, which way one walks, when a reminder falls due, whom a roster chooses. Pure."""
