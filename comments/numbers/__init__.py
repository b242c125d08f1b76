"""What the record says of how the desk is doing: counted when asked, never kept."""
