"""Sign-in: password and one-time code, passkey, single sign-on; nobody signs up."""
