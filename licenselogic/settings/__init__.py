"""What a project settles once for all its checks: readings, facts, a policy, accepted findings."""
