"""Pure rules: money, time, rates, coverage, commitments, meetings. No input or output, no clock."""
