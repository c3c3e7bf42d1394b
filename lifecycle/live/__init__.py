"""Sockets: sessions played live. The only code that reads the wall clock."""
