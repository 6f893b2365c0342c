"""Django glue with no subject of its own: SQL files, events, encryption, page parts."""
