//! ActivityPub vocabulary, HTTP signatures, WebFinger, sanitising. Pure: no I/O, nothing of the server.
