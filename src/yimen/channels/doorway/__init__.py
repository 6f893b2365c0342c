"""What all doors share: who is asking, refusals as sentences, tickets for the live stream."""
