"""Speech: how a call is read in three languages, and a synthesiser for walls without a voice."""
