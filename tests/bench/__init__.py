"""The speed of SalesDesk, as ratios against limits measured in the same run."""
