"""The demonstration city. Everything in it is marked 演示数据."""
