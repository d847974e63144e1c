"""xiaoban (小办), an assistant for office administration in chat."""

__version__ = "0.1.0"
