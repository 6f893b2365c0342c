"""The issue window (出件窗口): results found, printed with barcodes, handed out and signed for."""
