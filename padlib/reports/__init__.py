"""Running workbooks: one at a time or in a batch, each in a process of its own."""
