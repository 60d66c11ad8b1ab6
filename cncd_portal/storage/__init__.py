"""Where contents are kept, all private: on disk, or in a bucket that speaks S3.

A name is written once and says what it holds; nobody sees half of a content. Both kinds raise
OSError where the store does not answer, FileNotFoundError where it does not have the name.
"""
