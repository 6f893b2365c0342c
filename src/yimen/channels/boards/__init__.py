"""What hangs on the wall: main board, area board, window screen."""
