"""What the decoder's child process does: it turns untrusted files into plain pixels, and knows nothing of the rest."""
