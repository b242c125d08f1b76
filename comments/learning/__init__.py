"""How a newsroom's own decisions teach its checks."""
