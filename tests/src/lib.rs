//! The test suites are under `tests/`.
