"""From what the runtime reports to what the API shows of a Pod."""
