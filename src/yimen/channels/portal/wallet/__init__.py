"""The citizen's wallet (卡包): own electronic certificates, to look at, to show, to renew."""
