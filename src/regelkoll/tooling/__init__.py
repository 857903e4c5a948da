"""What strategists and officers use beside a check: examples tried, case files written."""
