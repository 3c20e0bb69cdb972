"""Reports as blocks, and the writers that put them on paper."""
