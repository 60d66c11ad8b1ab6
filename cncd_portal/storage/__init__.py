"""Where contents are kept: on disk, or in a bucket that speaks S3. Both are a `Store`."""
