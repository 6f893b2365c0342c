"""A citizen's own pages (我的): logging in, and what the house keeps of them."""
