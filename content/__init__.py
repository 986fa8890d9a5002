"""What is asked: the bank of facts, and the tools that keep it true."""
