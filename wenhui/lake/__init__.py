"""Plain Python under the counting engine: indicator definitions and their SQL. No Django."""
